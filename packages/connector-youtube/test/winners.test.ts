import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantMs, periodOfWindow, sortableTimestamp } from '../src/timestamp.ts';
import { settleWindows } from '../src/winners.ts';

const report = (id: string, start: string, createTime: string) => ({
  ...{ id, createTime, downloadUrl: 'https://example.test/' },
  ...{ startTime: `${start}T08:00:00Z`, endTime: `${start}T23:00:00Z` },
});

test('versions that differ in microseconds only are told apart, whole seconds and fractions order together', () => {
  const versions = [
    report('9120000002', '2026-01-05', '2026-01-06T03:42:54.769981Z'),
    report('8470000001', '2026-01-05', '2026-01-06T03:42:54.769982Z'),
    report('9120000003', '2026-01-05', '2026-01-06T03:42:54Z'),
    report('9120000004', '2026-01-05', '2026-01-06T03:42:54.7Z'),
  ];
  const [window] = settleWindows(versions);
  expect(window?.winner.id).toBe('8470000001');
  expect(window?.superseded.map(({ id }) => id)).toEqual(['9120000002', '9120000004', '9120000003']);
});

test('whatever the order of a listing, and however often a report is in it, each window has one winner and it is the newest', () => {
  const day = fc.constantFrom('2026-01-05', '2026-01-06', '2026-01-07');
  const versions = fc.uniqueArray(fc.tuple(day, fc.integer({ min: 0, max: 999_999 })), {
    minLength: 1,
    maxLength: 30,
    selector: ([, micros]) => micros,
  });
  fc.assert(
    fc.property(versions, fc.infiniteStream(fc.nat()), (drawn, noise) => {
      const reports = drawn.map(([start, micros], index) =>
        report(String(9e9 - index * 7), start, `2026-01-09T00:00:00.${String(micros).padStart(6, '0')}Z`),
      );
      const shuffled = [...reports, ...reports.slice(0, 3)]
        .map((item) => ({ item, key: noise.next().value ?? 0 }))
        .sort((left, right) => left.key - right.key)
        .map(({ item }) => item);
      const windows = settleWindows(shuffled);
      expect(windows.map(({ winner }) => winner.startTime)).toEqual(
        [...new Set(reports.map((r) => r.startTime))].sort(),
      );
      for (const { winner, superseded } of windows) {
        expect(superseded.every(({ createTime }) => createTime < winner.createTime)).toBe(true);
      }
      expect(windows.flatMap(({ winner, superseded }) => [winner, ...superseded])).toHaveLength(reports.length);
    }),
  );
});

// Hand-computed: clocks of Los Angeles went forward on 2026-03-08 and go back on 2026-11-01.
test.each([
  ['2026-01-05T08:00:00Z', '2026-01-06T08:00:00Z', '2026-01-05'],
  ['2026-07-05T07:00:00Z', '2026-07-06T07:00:00Z', '2026-07-05'],
  ['2026-03-08T08:00:00Z', '2026-03-09T07:00:00Z', '2026-03-08'],
  ['2026-11-01T07:00:00Z', '2026-11-02T08:00:00Z', '2026-11-01'],
  ['2026-03-01T08:00:00Z', '2026-04-01T07:00:00Z', '2026-03'],
  ['2026-03-02T08:00:00Z', '2026-03-09T07:00:00Z', '2026-03-02--2026-03-08'],
  ['2026-02-01T00:00:00Z', '2026-03-01T00:00:00.000000Z', '2026-02'],
])('the window from %s to %s is %s', (start, end, period) => {
  expect(periodOfWindow(start, end)).toBe(period);
});

test.each([
  ['2026-03-08T08:00:00Z', '2026-03-09T08:00:00Z'],
  ['2026-01-06T08:00:00Z', '2026-01-05T08:00:00Z'],
  ['2026-01-05T08:00:00.001Z', '2026-01-06T08:00:00Z'],
  ['2026-01-05T00:00:00Z', '2026-01-06T08:00:00Z'],
  ['yesterday', '2026-01-06T08:00:00Z'],
])('the window from %s to %s is nobody’s day', (start, end) => {
  expect(() => periodOfWindow(start, end)).toThrow(expect.objectContaining({ code: 'WINDOW_UNEXPECTED' }));
});

test('timestamps are read as text to the nanosecond, and nothing else passes for one', () => {
  expect(sortableTimestamp('2026-01-05T08:00:00.123456789Z')).toBe('2026-01-05T08:00:00.123456789Z');
  expect(instantMs('2026-01-05T08:00:00.1239Z')).toBe(Date.UTC(2026, 0, 5, 8, 0, 0, 123));
  for (const text of ['2026-01-05T08:00:00+00:00', '2026-01-05', '', 12, null, '2026-01-05t08:00:00z']) {
    expect(sortableTimestamp(text)).toBeUndefined();
    expect(instantMs(text)).toBeNaN();
  }
});
