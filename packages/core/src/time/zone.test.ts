import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dateOfEpochDay } from './civil-date.ts';
import { dateIn, dayLengthMs, dayStart, instantOf, offsetMs } from './zone.ts';

const hour = 3_600_000;
const angeles = 'America/Los_Angeles';

test.each([
  ['Europe/Paris', '2026-01-15', 5, 30, '2026-01-15T04:30:00Z'],
  ['Europe/Paris', '2026-07-15', 5, 0, '2026-07-15T03:00:00Z'],
  [angeles, '2026-11-23', 8, 0, '2026-11-23T16:00:00Z'],
  ['Asia/Kathmandu', '2026-03-01', 0, 15, '2026-02-28T18:30:00Z'],
  ['Pacific/Kiritimati', '2026-03-01', 12, 0, '2026-02-28T22:00:00Z'],
  ['UTC', '2026-03-01', 24, 0, '2026-03-02T00:00:00Z'],
])('in %s, %s at %i:%i is %s', (zone, date, hours, minute, instant) => {
  expect(new Date(instantOf({ date, hour: hours, minute }, zone)).toISOString()).toBe(instant.replace('Z', '.000Z'));
});

test('a day in Los Angeles has 23 hours in March and 25 in November', () => {
  expect(dayLengthMs('2026-03-08', angeles)).toBe(23 * hour);
  expect(dayLengthMs('2026-11-01', angeles)).toBe(25 * hour);
  expect(dayLengthMs('2026-11-02', angeles)).toBe(24 * hour);
});

test('a skipped time is taken after the gap, a repeated one is the first', () => {
  expect(instantOf({ date: '2026-03-08', hour: 2, minute: 30 }, angeles)).toBe(Date.parse('2026-03-08T03:30:00-07:00'));
  expect(instantOf({ date: '2026-11-01', hour: 1, minute: 30 }, angeles)).toBe(Date.parse('2026-11-01T01:30:00-07:00'));
});

test('a day that begins where midnight is skipped begins at the first instant it has', () => {
  expect(dayStart('2018-11-04', 'America/Sao_Paulo')).toBe(Date.parse('2018-11-04T01:00:00-02:00'));
});

test('days of a zone follow one another without gap, and every instant of a day shows its date', () => {
  const zones = fc.constantFrom(angeles, 'Europe/Paris', 'Australia/Lord_Howe', 'Asia/Tokyo', 'America/Sao_Paulo');
  fc.assert(
    fc.property(
      zones,
      fc.integer({ min: 11_000, max: 22_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (zone, day, part) => {
        const date = dateOfEpochDay(day);
        const start = dayStart(date, zone);
        const length = dayLengthMs(date, zone);
        expect([23, 23.5, 24, 24.5, 25]).toContain(length / hour);
        expect(dateIn(zone, start)).toBe(date);
        expect(dateIn(zone, start - 1)).toBe(addDays(date, -1));
        expect(dateIn(zone, start + Math.floor(part * length))).toBe(date);
      },
    ),
  );
});

test('an offset counts whole seconds, for instants before the epoch too', () => {
  expect(offsetMs(-1, 'Europe/Paris')).toBe(hour);
  expect(offsetMs(123, 'UTC')).toBe(0);
});

test('an unknown zone is named, with what to write instead', () => {
  expect(() => dayStart('2026-03-08', 'Pacific')).toThrow(
    'The time zone "Pacific" is unknown; use an IANA name such as Europe/Paris.',
  );
});
