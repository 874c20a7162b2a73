import { reportId } from '@ledgerline/core';
import type { CalendarCell, CalendarState, FeedCalendar, LedgerCalendar } from '@ledgerline/core/runtime';
import type { Attention, Completeness, FeedMonths, MonthState } from './run-report.ts';

/** Columns, rows and lines of the calendar. */
const shownMonths = 36;
const shownFeeds = 40;
const toldAttention = 20;

/** What a month with several periods is called by: the first of these that one of them is in. */
const worst: readonly CalendarState[] = ['held', 'missing', 'late', 'gone', 'present', 'empty', 'expected'];
const needsSomebody = new Set<CalendarState>(['held', 'missing', 'late']);

/** The ledger's calendar, a month a column. */
export function completenessOf(calendar: LedgerCalendar): Completeness {
  const cells = calendar.feeds.flatMap((feed) => feed.cells);
  const all = [...new Set(cells.map(monthOf))].sort();
  const months = all.slice(-shownMonths);
  const states: Partial<Record<CalendarState, number>> = {};
  for (const { state } of cells) states[state] = (states[state] ?? 0) + 1;
  const attention = calendar.feeds.flatMap(attentionOf);
  const shown = new Set(months);
  return {
    ...{ months, earlierMonths: all.length - months.length, states },
    feeds: calendar.feeds.slice(0, shownFeeds).map((feed) => feedMonths(feed, shown)),
    moreFeeds: Math.max(0, calendar.feeds.length - shownFeeds),
    attention: attention.slice(0, toldAttention),
    moreAttention: Math.max(0, attention.length - toldAttention),
  };
}

function monthOf({ period }: CalendarCell): string {
  return period.slice(0, 7);
}

function feedMonths(
  { cells, pipeline, dsp, account, feed, due, promised }: FeedCalendar,
  shown: ReadonlySet<string>,
): FeedMonths {
  const byMonth = Map.groupBy(
    cells.filter((cell) => shown.has(monthOf(cell))),
    monthOf,
  );
  const months = [...byMonth].map(([month, periods]) => monthState(month, periods));
  return { ...{ pipeline, dsp, account, feed, promised, months }, ...(due === undefined ? {} : { due }) };
}

function monthState(month: string, cells: readonly CalendarCell[]): MonthState {
  const states = new Set(cells.map(({ state }) => state));
  return {
    month,
    state: worst.find((state) => states.has(state)) ?? 'expected',
    periods: cells.length,
    present: cells.filter(({ state }) => state === 'present' || state === 'empty').length,
  };
}

/** Neighbouring periods in one state are one entry; every held report is its own. */
function attentionOf({ dsp, account, feed, cells }: FeedCalendar): Attention[] {
  const source = `${dsp}/${account}/${feed}`;
  const found: { -readonly [Key in keyof Attention]: Attention[Key] }[] = [];
  let before: CalendarState | undefined;
  for (const { period, state, dueMs, held } of cells) {
    const open = found.at(-1);
    if (state === 'held')
      for (const { report, objections } of held)
        found.push({
          ...{ state, source: reportId(report), first: period, last: period, periods: 1 },
          why: objections.map(({ code, message }) => `${code}: ${message}`).join(' '),
        });
    else if (open && before === state && needsSomebody.has(state)) {
      open.last = period;
      open.periods += 1;
    } else if (needsSomebody.has(state)) {
      const dueAt = dueMs === undefined ? {} : { dueAt: new Date(dueMs).toISOString() };
      found.push({ ...{ state, source, first: period, last: period, periods: 1 }, ...dueAt });
    }
    before = state;
  }
  return found;
}
