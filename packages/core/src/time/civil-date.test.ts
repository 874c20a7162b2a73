import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dateOfEpochDay, daysInMonth, epochDay, isIsoDate, weekday } from './civil-date.ts';

test('the epoch is day 0 and a Thursday', () => {
  expect(epochDay('1970-01-01')).toBe(0);
  expect(weekday('1970-01-01')).toBe(4);
  expect(weekday('1969-12-28')).toBe(7);
});

test('dates and day numbers are two spellings of the same day, and the platform agrees', () => {
  fc.assert(
    fc.property(fc.integer({ min: -25_000, max: 370_000 }), (day) => {
      const date = dateOfEpochDay(day);
      expect(epochDay(date)).toBe(day);
      expect(date).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
      expect(weekday(date) % 7).toBe(new Date(day * 86_400_000).getUTCDay());
      expect(isIsoDate(date)).toBe(true);
    }),
  );
});

test('days are added across months, years and leap days', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2100-02-28', 1)).toBe('2100-03-01');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
});

test('February has 29 days every fourth year but for most centuries', () => {
  expect([2023, 2024, 2000, 1900].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 29, 28]);
});

test.each(['2026-02-30', '2026-13-01', '2026-00-10', '2026-1-1', '0503-01-26', '3000-01-01', '', '2026-03-05 '])(
  '%j is no day',
  (text) => {
    expect(isIsoDate(text)).toBe(false);
  },
);
