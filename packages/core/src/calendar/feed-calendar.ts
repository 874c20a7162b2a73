import type { HeldReport } from '../contracts/acceptance.ts';
import type { Availability } from '../contracts/availability.ts';
import type { Manifest } from '../contracts/manifest.ts';
import { type ReportKey, reportId, type Verdict, type Window } from '../contracts/report.ts';
import { overlaps, type Period, parsePeriod } from '../time/period.ts';

/** When reports of one feed of one account are expected. */
export interface Expectation {
  readonly available: Availability;
  /** Whether the DSP or your configuration gives a date that can be missed; an assumed date is only ever late. */
  readonly promised: boolean;
  /** After the due date, before a report counts as missing. */
  readonly graceMs: number;
  /** ISO date; nothing that ends before it is expected. */
  readonly from?: string;
}

/** A committed report as the calendar shows it. */
export interface KnownReport {
  readonly report: ReportKey;
  readonly verdict: Verdict;
  readonly provenance: Manifest['provenance'];
  readonly revision: string;
  readonly sequence: number;
  readonly committedAt: string;
  /** Who let it pass although something stood against it. */
  readonly acceptedBy?: string;
}

/**
 * What is known of a period.
 *
 * Shape: `present` and `empty` are committed; `held` waits for a person; `expected` is not due; `late` is past its due date; `missing` is past
 * a promised date and its grace; `gone` is no longer kept by the DSP.
 */
export type CalendarState = 'present' | 'empty' | 'held' | 'expected' | 'late' | 'missing' | 'gone';

/** One period of one feed of one account. Units: epoch ms. */
export interface CalendarCell {
  readonly period: string;
  readonly state: CalendarState;
  readonly dueMs?: number;
  /** The instant from which it is missing. */
  readonly slaMs?: number;
  readonly goneMs?: number;
  /** Order: by report id. */
  readonly reports: readonly KnownReport[];
  readonly held: readonly HeldReport[];
}

export interface CalendarInput {
  readonly expectation?: Expectation;
  readonly window: Window;
  readonly nowMs: number;
  /** Committed reports of the feed and account. */
  readonly known: readonly KnownReport[];
  readonly held: readonly HeldReport[];
}

/** Every period of a feed that was expected or is known, ascending; pure. */
export function feedCalendar(input: CalendarInput): CalendarCell[] {
  const { expectation, window, nowMs } = input;
  const known = byPeriod(input.known, ({ report }) => report.period);
  const held = byPeriod(input.held, ({ report }) => report.period);
  const seen = new Set([...known.keys(), ...held.keys()]);
  const cells: CalendarCell[] = [];
  for (const period of seen) {
    const parsed = parsePeriod(period);
    if (parsed && !overlaps(parsed, window)) continue;
    const [reports, waiting] = [known.get(period) ?? [], held.get(period) ?? []];
    cells.push({ period, state: stateOf(reports, waiting), ...dates(period, expectation), reports, held: waiting });
  }
  if (expectation)
    for (const period of expectedPeriods(expectation, window, nowMs, seen)) {
      const found = dates(period, expectation);
      cells.push({ period, state: absence(found, expectation.promised, nowMs), ...found, reports: [], held: [] });
    }
  return cells.sort((left, right) => (left.period < right.period ? -1 : 1));
}

/**
 * The periods of a window that a feed should have by the calendar and that nothing in `seen` is about, ascending.
 *
 * A period is seen when anything is about one of its days: a monthly file stands for its days. Where the date is only assumed, nobody can
 * say what there should have been before the first report that is known.
 */
export function expectedPeriods(
  { available, promised, from }: Expectation,
  window: Window,
  nowMs: number,
  seen: ReadonlySet<string>,
): string[] {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const isOver = window.to < today;
  const regular = available.periods(window.from, isOver ? window.to : today);
  const calendar = new Set(regular);
  const others = [...seen].filter((period) => !calendar.has(period)).flatMap((period) => parsePeriod(period) ?? []);
  const first = promised ? undefined : firstDay(seen);
  if (!promised && first === undefined) return [];
  return regular.filter((period) => {
    const days = parsePeriod(period);
    if (!days || seen.has(period)) return false;
    if (days.end < (from ?? '') || days.end < (first ?? '')) return false;
    return !others.some((other) => overlaps(days, asWindow(other)));
  });
}

function asWindow({ start, end }: Period): Window {
  return { from: start, to: end };
}

function firstDay(periods: Iterable<string>): string | undefined {
  return [...periods].flatMap((period) => parsePeriod(period)?.start ?? []).sort()[0];
}

interface Dates {
  readonly dueMs?: number;
  readonly slaMs?: number;
  readonly goneMs?: number;
}

function dates(period: string, expectation: Expectation | undefined): Dates {
  if (!expectation || !parsePeriod(period)) return {};
  const { available, promised, graceMs } = expectation;
  const dueMs = available.dueMs(period);
  const goneMs = available.goneMs?.(period);
  return {
    dueMs,
    ...(promised ? { slaMs: dueMs + graceMs } : {}),
    ...(goneMs === undefined ? {} : { goneMs }),
  };
}

/** What it means that nothing is there. */
export function absence(
  { dueMs = Number.POSITIVE_INFINITY, slaMs, goneMs }: Dates,
  promised: boolean,
  nowMs: number,
): CalendarState {
  if (goneMs !== undefined && nowMs >= goneMs) return 'gone';
  if (promised && slaMs !== undefined && nowMs >= slaMs) return 'missing';
  return nowMs >= dueMs ? 'late' : 'expected';
}

function stateOf(reports: readonly KnownReport[], held: readonly HeldReport[]): CalendarState {
  if (held.length > 0) return 'held';
  return reports.every(({ verdict }) => verdict === 'empty') ? 'empty' : 'present';
}

function byPeriod<Item extends { readonly report: ReportKey }>(
  items: readonly Item[],
  periodOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  const sorted = [...items].sort((left, right) => (reportId(left.report) < reportId(right.report) ? -1 : 1));
  for (const item of sorted) groups.set(periodOf(item), [...(groups.get(periodOf(item)) ?? []), item]);
  return groups;
}
