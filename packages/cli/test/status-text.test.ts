import type { HeldReport } from '@ledgerline/core';
import type { CalendarCell, CalendarState, FeedCalendar, KnownReport, LedgerCalendar } from '@ledgerline/core/runtime';
import { expect, test } from 'vitest';
import { exitOfCalendar } from '../src/commands/status.ts';
import { statusText } from '../src/render/status-text.ts';
import { noPaint } from './samples.ts';

const cell = (period: string, state: CalendarState, change: Partial<CalendarCell> = {}): CalendarCell => ({
  ...{ period, state, reports: [], held: [] },
  ...change,
});
const key = (period: string) => ({ dsp: 'd', account: 'a', feed: 'f', period, scope: '-' });
const known = (period: string, provenance: KnownReport['provenance']): KnownReport => ({
  ...{ report: key(period), provenance, revision: 'r', sequence: 1, committedAt: '2026-03-01T00:00:00Z' },
  verdict: 'complete',
});
const feed = (cells: readonly CalendarCell[], change: Partial<FeedCalendar> = {}): FeedCalendar => ({
  ...{ pipeline: 'p', dsp: 'd', account: 'a', feed: 'f', due: 'by 00:00 UTC on day 15', promised: true, cells },
  ...change,
});
const calendar = (...feeds: FeedCalendar[]): LedgerCalendar => ({
  ...{ nowMs: Date.parse('2026-06-20T00:00:00Z'), feeds, acceptances: [] },
});

test('months are columns, a sign a period, with a legend of the signs that are used', () => {
  const cells = [
    cell('2026-01', 'gone'),
    cell('2026-02', 'present', { reports: [known('2026-02', 'api')] }),
    cell('2026-03', 'present', { reports: [known('2026-03', 'file')] }),
    cell('2026-04', 'missing', { dueMs: Date.parse('2026-05-15T00:00:00Z') }),
    cell('2026-05', 'missing', { dueMs: Date.parse('2026-06-15T00:00:00Z') }),
    cell('2026-06', 'expected'),
  ];
  const weeks = ['2026-02-02--2026-02-08', '2026-02-09--2026-02-15'].map((week) => cell(week, 'empty'));
  expect(statusText(calendar(feed(cells), feed(weeks, { feed: 'weekly' })), noPaint).split('\n')).toEqual([
    'DSP  ACCOUNT  FEED    2026-01  2026-02  2026-03  2026-04  2026-05  2026-06',
    'd    a        f       x        #        F        !        !        .',
    'd    a        weekly           00',
    '',
    '# present   0 proven empty   . not due yet   ! missing, past its promised date   x gone, no longer kept by the DSP   F present, from a file',
    '',
    'missing  d/a/f/2026-04 to 2026-05 (2 periods)  due 2026-05-15T00:00:00Z, 36 days ago (by 00:00 UTC on day 15)',
  ]);
});

test('days stand below their numbers, a row a month, and a gap is one line', () => {
  const cells = ['03-30', '03-31', '04-01', '04-02'].map((day, at) =>
    cell(`2026-${day}`, at === 0 ? 'present' : 'late', { dueMs: Date.parse(`2026-${day}T00:00:00Z`) }),
  );
  const lines = statusText(calendar(feed(cells, { promised: false })), noPaint).split('\n');
  expect(lines.slice(0, 4)).toEqual([
    'd a f, by day',
    '         ····5····0····5····0····5····0·',
    `2026-03  ${' '.repeat(29)}#~`,
    '2026-04  ~~',
  ]);
  expect(lines.at(-1)).toBe(
    'late     d/a/f/2026-03-31 to 2026-04-02 (3 periods)  due 2026-03-31T00:00:00Z, 81 days ago (by 00:00 UTC on day 15; a guess, set `due` if you know better)',
  );
});

test('earlier months are counted, and the exit code tells missing and held from late', () => {
  const months = Array.from({ length: 15 }, (_, at) =>
    cell(`${2025 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`, 'late'),
  );
  expect(statusText(calendar(feed(months)), noPaint)).toContain(
    '3 earlier months not shown; see more with --from and --to',
  );
  expect(exitOfCalendar(calendar(feed(months)))).toBe('ok');
  expect(exitOfCalendar(calendar(feed([cell('2026-01', 'missing')])))).toBe('uncommitted');
  expect(exitOfCalendar(calendar(feed([cell('2026-01', 'held')])))).toBe('uncommitted');
});

test('a held document that was not read to its end is to be mended, not accepted', () => {
  const held: HeldReport = {
    ...{ report: key('2026-03'), pipeline: 'p', object: 'o', since: '2026-04-01T00:00:00Z' },
    verdict: 'incomplete',
    objections: [{ code: 'GZIP_TRUNCATED', message: 'It breaks off.' }],
  };
  expect(statusText(calendar(feed([cell('2026-03', 'held', { held: [held] })])), noPaint)).toContain(
    'held     d/a/f/2026-03/-  GZIP_TRUNCATED: It breaks off. Next: mend it at its source.',
  );
});
