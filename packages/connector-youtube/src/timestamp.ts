import { addDays, dateIn, dayStart, formatPeriod, PayloadError, periodOfDays } from '@ledgerline/core';

/** Windows are days of this zone. Source: captured listings: T08:00:00Z in winter, T07:00:00Z in summer. */
export const reportZone = 'America/Los_Angeles';

const form = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/;

/**
 * A timestamp of the API in a form that orders as text, to the nanosecond: a JavaScript date would drop digits that tell revisions apart.
 *
 * Errors: none; undefined for anything but RFC 3339 in UTC.
 */
export function sortableTimestamp(text: unknown): string | undefined {
  const parts = typeof text === 'string' ? form.exec(text) : null;
  return parts === null ? undefined : `${parts[1]}.${(parts[2] ?? '').padEnd(9, '0')}Z`;
}

/** The instant of a timestamp, to the millisecond below. Units: epoch ms; NaN when it is none. */
export function instantMs(text: unknown): number {
  const sortable = sortableTimestamp(text);
  return sortable === undefined ? Number.NaN : Date.parse(`${sortable.slice(0, 23)}Z`);
}

/** The day that begins at an instant, by the report zone or by UTC. */
function dayAt(instant: number): { readonly date: string; readonly zone: string } | undefined {
  if (Number.isNaN(instant)) return undefined;
  return [reportZone, 'UTC']
    .map((zone) => ({ date: dateIn(zone, instant), zone }))
    .find(({ date, zone }) => dayStart(date, zone) === instant);
}

/**
 * The period of a report's window: civil days from midnight to midnight, however long the hours of a day are.
 *
 * Shape: `startTime` is inclusive, `endTime` exclusive. Windows of whole UTC days are read, too: those of monthly reports are not documented.
 * Errors: PayloadError `WINDOW_UNEXPECTED` when the window does not begin and end at midnights of one zone.
 */
export function periodOfWindow(startTime: unknown, endTime: unknown): string {
  const start = dayAt(instantMs(startTime));
  const end = dayAt(instantMs(endTime));
  const period =
    start === undefined || end === undefined || start.zone !== end.zone
      ? undefined
      : periodOfDays(start.date, addDays(end.date, -1));
  if (period !== undefined) return formatPeriod(period);
  throw new PayloadError(
    `The report's window ${String(startTime).slice(0, 40)} to ${String(endTime).slice(0, 40)} is not made of whole days of ${reportZone}; it is left for a person to look at.`,
    { code: 'WINDOW_UNEXPECTED' },
  );
}
