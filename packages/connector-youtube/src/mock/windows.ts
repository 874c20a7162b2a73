import { addDays, dateIn, dayStart, parsePeriod, weekday } from '@ledgerline/core';
import type { FakeReportType } from './report-catalogue.ts';

/** Source: captured listings. */
export const zone = 'America/Los_Angeles';

/** The days a report is about. Units: epoch ms; `endMs` exclusive. */
export interface ReportWindow {
  readonly from: string;
  readonly to: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** By first and last day: each request asks for months of them, and the midnights of a zone are slow to find. */
const known = new Map<string, ReportWindow>();

function windowOf(from: string, to: string): ReportWindow {
  const key = `${from}/${to}`;
  const window = known.get(key) ?? { from, to, startMs: dayStart(from, zone), endMs: dayStart(addDays(to, 1), zone) };
  known.set(key, window);
  return window;
}

/** The window that holds a day: the day itself, its month, or † its week from Monday. */
export function windowAt(date: string, cadence: FakeReportType['cadence']): ReportWindow {
  if (cadence === 'day') return windowOf(date, date);
  const monday = addDays(date, 1 - weekday(date));
  if (cadence === 'week') return windowOf(monday, addDays(monday, 6));
  const month = parsePeriod(date.slice(0, 7));
  return windowOf(month?.start ?? date, month?.end ?? date);
}

/** Every window that ended between two instants, ascending. */
export function windowsBetween(fromMs: number, toMs: number, cadence: FakeReportType['cadence']): ReportWindow[] {
  const windows: ReportWindow[] = [];
  for (let window = windowAt(dateIn(zone, fromMs), cadence); window.endMs <= toMs; ) {
    windows.push(window);
    window = windowAt(addDays(window.to, 1), cadence);
  }
  return windows;
}
