import { expect, test } from 'vitest';
import { daily, monthly } from './availability.ts';
import { dueBy } from './due.ts';

const zone = 'Europe/Berlin';
const assumed = monthly({ day: 28, zone: 'UTC', retentionDays: 60, assumed: true, source: 'a guess' });

test('a rule changes the date and keeps periods and retention', () => {
  const due = dueBy({ day: 15, hour: 9, zone }, { name: 'sales', grain: 'month', available: assumed });
  expect(new Date(due.dueMs('2026-03')).toISOString()).toBe('2026-04-15T07:00:00.000Z');
  expect(due.goneMs?.('2026-03')).toBe(assumed.goneMs?.('2026-03'));
  expect(due.periods('2026-01-31', '2026-03-01')).toEqual(['2026-01', '2026-02', '2026-03']);
  expect(due.assumed).toBe(false);
  expect(due.text).toBe('by 09:00 Europe/Berlin on day 15 of the next month');
});

test('days after the period serve weeks and months as well as days', () => {
  const due = dueBy({ afterDays: 10 }, { name: 'sales', grain: 'month', available: assumed });
  expect(new Date(due.dueMs('2026-02')).toISOString()).toBe('2026-03-10T00:00:00.000Z');
  expect(due.text).toContain('10 days after the period');
});

test('a rule without a date makes a promise of the date that was assumed', () => {
  const due = dueBy({}, { name: 'sales', grain: 'month', available: assumed });
  expect([due.dueMs('2026-02'), due.assumed]).toEqual([assumed.dueMs('2026-02'), false]);
});

test('a feed without dates of its own gets its periods from its grain', () => {
  const due = dueBy({ afterDays: 2 }, { name: 'usage', grain: 'day' });
  expect(due.periods('2026-03-30', '2026-04-01')).toEqual(['2026-03-30', '2026-03-31', '2026-04-01']);
  const week = dueBy({ afterDays: 2 }, { name: 'usage', grain: 'week' });
  expect(week.periods('2026-03-04', '2026-03-04')).toEqual(['2026-03-02--2026-03-08']);
});

test('what has neither date nor regular periods is refused', () => {
  expect(() => dueBy({}, { name: 'usage', grain: 'day' })).toThrow('due.usage');
  expect(() => dueBy({ afterDays: 1 }, { name: 'usage', grain: 'span' })).toThrow('no regular periods');
  expect(daily({ afterDays: 1, zone, source: 'documented' }).assumed).toBe(false);
});
