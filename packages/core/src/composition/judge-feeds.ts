import type { CalendarState } from '../calendar/feed-calendar.ts';
import type { FeedFigures } from '../figures/feed-figures.ts';
import type { FeedCalendar, LedgerCalendar } from './calendar.ts';

/** What a calendar says of each feed, in figures. */
export function judgeFeeds({ feeds, nowMs }: Pick<LedgerCalendar, 'feeds' | 'nowMs'>): readonly FeedFigures[] {
  return feeds.map((feed) => judge(feed, nowMs));
}

function judge({ pipeline, dsp, account, feed, cells }: FeedCalendar, nowMs: number): FeedFigures {
  const count = (...states: CalendarState[]): number => cells.filter(({ state }) => states.includes(state)).length;
  const committed = cells.filter(({ reports }) => reports.length > 0);
  const commits = committed.flatMap(({ reports }) => reports.map(({ committedAt }) => Date.parse(committedAt)));
  const newest = commits.reduce((latest, at) => Math.max(latest, at), Number.NEGATIVE_INFINITY);
  const overdue = cells.flatMap(({ state, dueMs }) =>
    (state === 'late' || state === 'missing') && dueMs !== undefined ? [nowMs - dueMs] : [],
  );
  return {
    ...{ pipeline, dsp, account, feed },
    newestPeriod: committed.at(-1)?.period ?? null,
    freshnessMs: commits.length === 0 ? null : Math.max(0, nowMs - newest),
    present: count('present', 'empty'),
    held: count('held'),
    late: count('late'),
    missing: count('missing'),
    overdueMs: overdue.reduce((longest, ms) => Math.max(longest, ms), 0),
  };
}
