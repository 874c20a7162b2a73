import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dateOfEpochDay } from './civil-date.ts';
import {
  contains,
  formatPeriod,
  lengthInDays,
  monthOf,
  overlaps,
  type Period,
  parsePeriod,
  periodFrom,
  periodOfDays,
} from './period.ts';

test.each([
  ['2026', '2026-01-01', '2026-12-31', 'year', '2026-01-01--2026-12-31'],
  ['2026-03', '2026-03-01', '2026-03-31', 'month', '2026-03'],
  ['202602', '2026-02-01', '2026-02-28', 'month', '2026-02'],
  ['2026-03-05', '2026-03-05', '2026-03-05', 'day', '2026-03-05'],
  ['20240229', '2024-02-29', '2024-02-29', 'day', '2024-02-29'],
  ['2026-Q1', '2026-01-01', '2026-03-31', 'quarter', '2026-01-01--2026-03-31'],
  ['2026-Q4', '2026-10-01', '2026-12-31', 'quarter', '2026-10-01--2026-12-31'],
  ['2026-W01', '2025-12-29', '2026-01-04', 'week', '2025-12-29--2026-01-04'],
  ['2026-W53', '2026-12-28', '2027-01-03', 'week', '2026-12-28--2027-01-03'],
  ['2026-03-02--2026-03-08', '2026-03-02', '2026-03-08', 'week', '2026-03-02--2026-03-08'],
  ['2026-03-03--2026-03-09', '2026-03-03', '2026-03-09', 'span', '2026-03-03--2026-03-09'],
  ['2026-03-01--2026-03-31', '2026-03-01', '2026-03-31', 'month', '2026-03'],
  ['2026-02-01--2026-04-30', '2026-02-01', '2026-04-30', 'span', '2026-02-01--2026-04-30'],
  ['2025-03-01--2026-03-31', '2025-03-01', '2026-03-31', 'span', '2025-03-01--2026-03-31'],
])('%s is read as its days and printed as one canonical text', (text, start, end, grain, canonical) => {
  const period = parsePeriod(text);
  expect(period).toEqual({ start, end, grain });
  expect(formatPeriod(period!)).toBe(canonical);
  expect(parsePeriod(canonical)).toEqual(period);
});

test.each([
  '2026-13',
  '2026-00',
  '202613',
  '2026-Q5',
  '2026-Q0',
  '2026-W54',
  '2026-W00',
  '2025-W53',
  '2026-02-30',
  '20260230',
  '2026-0305',
  '202603-05',
  '2026-3',
  '26-03',
  '2026-03-08--2026-03-02',
  '2026-03-02-2026-03-08',
  '2026-02-30--2026-03-08',
  '0026-03',
  '05/03/2026',
  ' 2026-03',
  '2026-03\n',
  '',
])('%j is no period', (text) => {
  expect(parsePeriod(text)).toBeUndefined();
});

test.each([
  ['YYYYMMDD', '20260305', '2026-03-05'],
  ['YYYYMM', '202603', '2026-03'],
  ['MM/DD/YYYY', '03/05/2026', '2026-03-05'],
  ['DD-MM-YYYY', '03-05-2026', '2026-05-03'],
  ['M/D/YYYY', '3/15/2026', '2026-03-15'],
  ['M/D/YYYY', '12/5/2026', '2026-12-05'],
  ['YYYY-MM-DDT00:00:00Z', '2026-03-05T00:00:00Z', '2026-03-05'],
  ['YYYY', '2026', '2026-01-01--2026-12-31'],
])('by %s, %s is %s', (pattern, text, canonical) => {
  expect(formatPeriod(periodFrom(pattern, text)!)).toBe(canonical);
});

test.each([
  ['YYYYMMDD', '2026-03-05'],
  ['MM/DD/YYYY', '13/05/2026'],
  ['MM/DD/YYYY', '3/05/2026'],
  ['DD-MM-YYYY', '30-02-2026'],
  ['YYYYMM', '202603 '],
  ['DD/YYYY', '05/2026'],
  ['MM/DD', '03/05'],
  ['MM-MM-YYYY', '03-03-2026'],
  ['YYYYMMDD', ''],
])('by %s, %j is nothing', (pattern, text) => {
  expect(periodFrom(pattern, text)).toBeUndefined();
});

test('any text is read without an error', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (pattern, text) => {
      parsePeriod(text);
      periodFrom(pattern, text);
    }),
  );
});

const periods: fc.Arbitrary<Period> = fc
  .tuple(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 800 }))
  .map(([day, length]) => periodOfDays(dateOfEpochDay(day), dateOfEpochDay(day + length))!);

test('printing and reading give the same period, of the same length', () => {
  fc.assert(
    fc.property(periods, (period) => {
      expect(parsePeriod(formatPeriod(period))).toEqual(period);
      expect(addDays(period.start, lengthInDays(period) - 1)).toBe(period.end);
    }),
  );
});

test('every ISO week of a century starts on the Monday after the one before', () => {
  let expected = parsePeriod('1999-W52')!;
  for (let year = 2000; year <= 2100; year += 1) {
    for (let week = 1; week <= 53; week += 1) {
      const period = parsePeriod(`${year}-W${String(week).padStart(2, '0')}`);
      if (!period) {
        expect(week).toBe(53);
        continue;
      }
      expect(period.start).toBe(addDays(expected.start, 7));
      expected = period;
    }
  }
});

test('a week belongs to the month it starts in and is contained in no month it leaves', () => {
  const week = parsePeriod('2026-W14')!;
  expect(monthOf(week)).toBe('2026-03');
  expect(contains(parsePeriod('2026-03')!, week)).toBe(false);
  expect(contains(parsePeriod('2026')!, week)).toBe(true);
  expect(contains(week, week)).toBe(true);
});

test('a period overlaps a window when they share a single day', () => {
  const march = parsePeriod('2026-03')!;
  expect(overlaps(march, { from: '2026-03-31', to: '2026-04-30' })).toBe(true);
  expect(overlaps(march, { from: '2026-02-01', to: '2026-03-01' })).toBe(true);
  expect(overlaps(march, { from: '2026-04-01', to: '2026-04-30' })).toBe(false);
  expect(overlaps(march, { from: '2026-02-01', to: '2026-02-28' })).toBe(false);
});
