import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HeldReport } from '../contracts/acceptance.ts';
import type { ReportKey, Verdict } from '../contracts/report.ts';
import {
  type CalendarInput,
  type Expectation,
  expectedPeriods,
  feedCalendar,
  type KnownReport,
} from './feed-calendar.ts';

const dayMs = 86_400_000;
const at = (text: string): number => Date.parse(text);

/** Due at the start of the 15th of the next month, kept for 100 days; without a library of rules, so that nothing else is tested. */
const available: Expectation['available'] = {
  text: 'on day 15',
  periodOf: (date) => date.slice(0, 7),
  periods(from, to) {
    const found = new Set<string>();
    for (let ms = at(from); ms <= at(to); ms += dayMs) found.add(new Date(ms).toISOString().slice(0, 7));
    return [...found];
  },
  dueMs: (period) => Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5, 7)), 15),
  goneMs: (period) => Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5, 7)), 15) + 100 * dayMs,
};
const promised: Expectation = { available, promised: true, graceMs: 2 * dayMs };
const assumed: Expectation = { available, promised: false, graceMs: 0 };

const key = (period: string, scope = '-'): ReportKey => ({ dsp: 'd', account: 'a', feed: 'f', period, scope });
const known = (period: string, verdict: Verdict = 'complete', scope = '-'): KnownReport => ({
  ...{ report: key(period, scope), verdict, provenance: 'api', revision: 'r', sequence: 1 },
  committedAt: '2026-04-20T00:00:00.000Z',
});
const held = (period: string): HeldReport => ({
  ...{ report: key(period), pipeline: 'p', object: 'o', verdict: 'incomplete', objections: [], since: '2026-04-20' },
});

const input = (change: Partial<CalendarInput>): CalendarInput => ({
  expectation: promised,
  window: { from: '2026-01-01', to: '2026-12-31' },
  nowMs: at('2026-04-16T12:00:00Z'),
  known: [],
  held: [],
  ...change,
});
const states = (change: Partial<CalendarInput>) =>
  feedCalendar(input(change)).map(({ period, state }) => `${period} ${state}`);

test('a promised month is expected, then late, then missing, then gone', () => {
  const months = (now: string) => states({ nowMs: at(now), window: { from: '2026-03-01', to: '2026-03-31' } });
  expect(months('2026-04-14T23:59:59Z')).toEqual(['2026-03 expected']);
  expect(months('2026-04-15T00:00:00Z')).toEqual(['2026-03 late']);
  expect(months('2026-04-17T00:00:00Z')).toEqual(['2026-03 missing']);
  expect(months('2026-07-24T00:00:00Z')).toEqual(['2026-03 gone']);
});

test('what is committed is present or empty, what waits for a person is held', () => {
  const cells = states({
    known: [
      known('2026-01'),
      known('2026-02', 'empty'),
      known('2026-03', 'empty', 'DE'),
      known('2026-03', 'complete', 'US'),
    ],
    held: [held('2026-01')],
  });
  expect(cells).toEqual(['2026-01 held', '2026-02 empty', '2026-03 present', '2026-04 expected']);
});

test('an assumed date is only late, and only after the first report that is known', () => {
  expect(states({ expectation: assumed })).toEqual([]);
  expect(states({ expectation: assumed, known: [known('2026-02')] })).toEqual([
    '2026-02 present',
    '2026-03 late',
    '2026-04 expected',
  ]);
});

test('a file about a quarter stands for its months', () => {
  expect(states({ known: [known('2026-01-01--2026-03-31')] })).toEqual([
    '2026-01-01--2026-03-31 present',
    '2026-04 expected',
  ]);
});

test('nothing is expected before the first day of the rule, nor of feeds without dates', () => {
  expect(states({ expectation: { ...promised, from: '2026-03-01' } })).toEqual(['2026-03 late', '2026-04 expected']);
  const { expectation: _, ...without } = input({ known: [known('2026-02')] });
  expect(feedCalendar(without).map(({ period }) => period)).toEqual(['2026-02']);
});

test('a held document without a readable period is shown, and none is lost or told twice', () => {
  const month = fc.constantFrom('2026-01', '2026-02', '2026-03', '2026-04', '2026-02-10', 'unknown');
  fc.assert(
    fc.property(fc.array(month), fc.array(month), (present, waiting) => {
      const cells = feedCalendar(input({ known: present.map((period) => known(period)), held: waiting.map(held) }));
      const periods = cells.map(({ period }) => period);
      expect(new Set(periods).size).toBe(periods.length);
      for (const period of [...present, ...waiting]) expect(periods).toContain(period);
      expect(cells.flatMap(({ reports }) => reports)).toHaveLength(present.length);
      for (const period of expectedPeriods(
        promised,
        input({}).window,
        input({}).nowMs,
        new Set([...present, ...waiting]),
      ))
        expect(['expected', 'late', 'missing', 'gone']).toContain(cells.find((cell) => cell.period === period)?.state);
    }),
  );
});
