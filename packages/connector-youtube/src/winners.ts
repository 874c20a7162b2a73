import type { YoutubeReport } from './resources.ts';
import { sortableTimestamp } from './timestamp.ts';

/** The reports of one window: the newest counts, the others were replaced by it. */
export interface Window<R extends YoutubeReport> {
  readonly winner: R;
  readonly superseded: readonly R[];
}

function timeKey(time: string): string {
  return sortableTimestamp(time) ?? time;
}

/** Newest first. Ids are no order of anything; of two reports made in the same nanosecond the id only decides that one is chosen always. */
function newestFirst(left: YoutubeReport, right: YoutubeReport): number {
  const [a, b] = [`${timeKey(left.createTime)} ${left.id}`, `${timeKey(right.createTime)} ${right.id}`];
  if (a === b) return 0;
  return a < b ? 1 : -1;
}

/**
 * Settles which report of each window counts.
 *
 * Source: reports are complete replacements of their window; re-issues are new resources with a later `createTime`, the old ones stay listed.
 * Order: by start, then end of the window, whatever the order of the listing; a report that is listed twice counts once.
 */
export function settleWindows<R extends YoutubeReport>(reports: readonly R[]): readonly Window<R>[] {
  const windows = new Map<string, Map<string, R>>();
  for (const report of reports) {
    const key = `${timeKey(report.startTime)} ${timeKey(report.endTime)}`;
    const versions = windows.get(key) ?? new Map<string, R>();
    versions.set(report.id, report);
    windows.set(key, versions);
  }
  return [...windows]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, versions]) => {
      const [winner, ...superseded] = [...versions.values()].sort(newestFirst);
      return winner === undefined ? [] : [{ winner, superseded }];
    });
}
