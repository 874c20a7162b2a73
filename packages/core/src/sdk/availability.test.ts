import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../time/civil-date.ts';
import { parsePeriod } from '../time/period.ts';
import { daily, fiscal, monthly, weekly } from './availability.ts';

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

/** Quarters of 5, 4 and 4 weeks, over and over; the first began on a Sunday. */
function periodOf(date: string): { start: string; end: string } {
  let start = '2023-10-01';
  for (let index = 0; ; index += 1) {
    const end = addDays(start, (index % 3 === 0 ? 35 : 28) - 1);
    if (date <= end) return { start, end };
    start = addDays(end, 1);
  }
}

test('a fiscal period is due days after its end, at the end of a day when told so', () => {
  const rule = fiscal({ periodOf, afterDays: 55, hour: 24, zone: 'America/Los_Angeles', source });
  expect(rule.text).toBe("by 24:00 America/Los_Angeles 55 days after the fiscal period's last day");
  expect(rule.periodOf('2023-11-04')).toBe('2023-10-01--2023-11-04');
  expect(rule.periods('2023-11-04', '2023-11-05')).toEqual(['2023-10-01--2023-11-04', '2023-11-05--2023-12-02']);
  expect(iso(rule.dueMs('2023-10-01--2023-11-04'))).toBe('2023-12-30T08:00:00.000Z');
  const broken = fiscal({
    periodOf: () => ({ start: '2026-01-01', end: '2026-01-31' }),
    afterDays: 1,
    zone: 'UTC',
    source,
  });
  expect(() => broken.periodOf('2026-02-01')).toThrow(
    'The fiscal calendar has 2026-01-01 to 2026-01-31 for 2026-02-01',
  );
});

test('an hour that clocks skip or show twice is still one instant', () => {
  const skipped = daily({ afterDays: 1, hour: 2, minute: 30, zone: 'America/Los_Angeles', source });
  expect(iso(skipped.dueMs('2026-03-07'))).toBe('2026-03-08T10:30:00.000Z');
  const twice = weekly({ afterDays: 1, hour: 1, minute: 30, startsOn: 7, zone: 'America/Los_Angeles', source });
  expect(iso(twice.dueMs('2026-10-25--2026-10-31'))).toBe('2026-11-01T08:30:00.000Z');
  const half = daily({ afterDays: 1, zone: 'Australia/Lord_Howe', source });
  expect(half.dueMs('2026-04-04') + 24.5 * 3_600_000).toBe(half.dueMs('2026-04-05'));
});

test('periods cover their window without gap or overlap, and are due in their order, whatever the rule and the zone', () => {
  const zone = fc.constantFrom(
    'UTC',
    'America/Los_Angeles',
    'Europe/Paris',
    'Asia/Tokyo',
    'Australia/Sydney',
    'America/Sao_Paulo',
  );
  const day = fc.integer({ min: 0, max: 1200 }).map((offset) => addDays('2024-01-01', offset));
  const clock = fc.record({
    zone,
    hour: fc.integer({ min: 0, max: 24 }),
    minute: fc.integer({ min: 0, max: 59 }),
    source: fc.constant(source),
  });
  const rule = fc.oneof(
    fc
      .tuple(clock, fc.integer({ min: 1, max: 31 }))
      .map(([given, dayOfMonth]) => monthly({ ...given, day: dayOfMonth })),
    fc.tuple(clock, fc.nat(9)).map(([given, afterDays]) => daily({ ...given, afterDays })),
    fc
      .tuple(clock, fc.nat(9), fc.integer({ min: 1, max: 7 }))
      .map(([given, afterDays, startsOn]) => weekly({ ...given, afterDays, startsOn })),
    fc.tuple(clock, fc.nat(60)).map(([given, afterDays]) => fiscal({ ...given, afterDays, periodOf })),
  );
  fc.assert(
    fc.property(rule, day, fc.nat(70), ({ periods, dueMs }, from, length) => {
      const to = addDays(from, length);
      const found = periods(from, to).map((text) => ({ ...parsePeriod(text)!, dueMs: dueMs(text) }));
      expect(found[0]!.start <= from && found.at(-1)!.end >= to).toBe(true);
      for (const [index, { start, dueMs: due }] of found.entries()) {
        const before = found[index - 1];
        if (before === undefined) continue;
        expect(start).toBe(addDays(before.end, 1));
        expect(due).toBeGreaterThan(before.dueMs);
      }
    }),
    { numRuns: 200 },
  );
});
