import { expect, test } from 'vitest';
import { daily, monthly, weekly } from './availability.ts';

const source = 'a test';
const iso = (instant: number) => new Date(instant).toISOString();

test('a monthly report is due on its day of the next month, by the clock of the DSP', () => {
  const rule = monthly({ day: 15, hour: 5, zone: 'Europe/Paris', source });
  expect(rule.text).toBe('by 05:00 Europe/Paris on day 15 of the next month');
  expect(iso(rule.dueMs('2026-02'))).toBe('2026-03-15T04:00:00.000Z');
  expect(iso(rule.dueMs('2026-12'))).toBe('2027-01-15T04:00:00.000Z');
  expect(iso(rule.dueMs('2026-06'))).toBe('2026-07-15T03:00:00.000Z');
  expect(rule.goneMs).toBeUndefined();
});

test('a month without the day is due on its last one', () => {
  const rule = monthly({ day: 31, zone: 'UTC', source });
  expect(iso(rule.dueMs('2026-01'))).toBe('2026-02-28T00:00:00.000Z');
  expect(iso(monthly({ day: 10, afterMonths: 2, zone: 'UTC', source }).dueMs('2026-11'))).toBe(
    '2027-01-10T00:00:00.000Z',
  );
});

test('every period that shares a day with the window is named, in order', () => {
  expect(monthly({ day: 1, zone: 'UTC', source }).periods('2025-12-31', '2026-02-01')).toEqual([
    '2025-12',
    '2026-01',
    '2026-02',
  ]);
  expect(daily({ afterDays: 1, zone: 'UTC', source }).periods('2026-02-27', '2026-03-01')).toEqual([
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
  ]);
  expect(weekly({ afterDays: 1, zone: 'UTC', source }).periods('2026-03-04', '2026-03-09')).toEqual([
    '2026-03-02--2026-03-08',
    '2026-03-09--2026-03-15',
  ]);
  expect(daily({ afterDays: 1, zone: 'UTC', source }).periods('2026-03-02', '2026-03-01')).toEqual([]);
});

test('a week starts on the day the DSP says', () => {
  expect(weekly({ afterDays: 1, zone: 'UTC', source }).periodOf('2026-03-08')).toBe('2026-03-02--2026-03-08');
  expect(weekly({ afterDays: 1, startsOn: 5, zone: 'UTC', source }).periodOf('2026-03-08')).toBe(
    '2026-03-06--2026-03-12',
  );
});

test('a daily report is due at the same wall time on both sides of a clock change', () => {
  const rule = daily({ afterDays: 1, hour: 8, minute: 30, zone: 'America/Los_Angeles', source });
  expect(rule.text).toBe('by 08:30 America/Los_Angeles 1 day after the day');
  expect(iso(rule.dueMs('2026-03-06'))).toBe('2026-03-07T16:30:00.000Z');
  expect(iso(rule.dueMs('2026-03-07'))).toBe('2026-03-08T15:30:00.000Z');
});

test('a report is gone when its days of retention are over', () => {
  const rule = daily({ afterDays: 1, zone: 'America/Los_Angeles', retentionDays: 365, source });
  expect(iso(rule.goneMs!('2025-11-22'))).toBe('2026-11-23T08:00:00.000Z');
});

test('a rule that cannot be is refused when it is made', () => {
  expect(() => monthly({ day: 32, zone: 'UTC', source })).toThrow('day is 32; it must be a whole number from 1 to 31');
  expect(() => daily({ afterDays: 1.5, zone: 'UTC', source })).toThrow('afterDays is 1.5');
  expect(() => weekly({ afterDays: 1, zone: 'Mars', source })).toThrow('The time zone "Mars" is unknown');
  expect(() => daily({ afterDays: 1, zone: 'UTC', source }).dueMs('2026-13')).toThrow('"2026-13" is no period');
});
