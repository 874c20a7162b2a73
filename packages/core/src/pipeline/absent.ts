import { absence, type Expectation, expectedPeriods } from '../calendar/feed-calendar.ts';
import type { Report, Window } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import { parsePeriod } from '../time/period.ts';
import type { PlanScope } from './plan.ts';

/** A report that the calendar expects and the DSP does not list. Units: `dueMs` epoch ms. */
export interface Absent {
  readonly status: 'missing' | 'not-ready';
  readonly report: Report;
  readonly dueMs: number;
  readonly reason: string;
}

export interface AbsentInput {
  readonly scope: PlanScope;
  readonly expectation: Expectation;
  readonly window: Window;
  /** Periods that something listed is about. */
  readonly listed: readonly string[];
  readonly nowMs: number;
  readonly sink: OpenSink;
}

/**
 * Periods that have ended without a listed or committed report: `not-ready` before the promised date and its grace, `missing` after.
 *
 * Only promised dates count: what a connector's author assumed, and what the DSP no longer keeps, is the calendar's to show and ends no run.
 */
export async function absentReports(input: AbsentInput): Promise<Absent[]> {
  const { scope, expectation, window, listed, nowMs, sink } = input;
  const open = expectedPeriods(expectation, window, nowMs, new Set(listed));
  if (!expectation.promised || open.length === 0) return [];
  const seen = [...listed, ...(await committedPeriods(scope, sink))];
  const today = new Date(nowMs).toISOString().slice(0, 10);
  return expectedPeriods(expectation, window, nowMs, new Set(seen)).flatMap((period): Absent[] => {
    const { available, graceMs } = expectation;
    const dueMs = available.dueMs(period);
    const goneMs = available.goneMs?.(period);
    const dates = { dueMs, slaMs: dueMs + graceMs, ...(goneMs === undefined ? {} : { goneMs }) };
    const state = absence(dates, true, nowMs);
    const ended = (parsePeriod(period)?.end ?? today) < today;
    if (state === 'gone' || !ended) return [];
    const report = { ...scope, period, scope: '-', object: '-', locator: null };
    if (state === 'missing')
      return [{ status: 'missing', report, dueMs, reason: missingText(scope, dueMs, available.text) }];
    const when = new Date(dueMs).toISOString().slice(0, 16);
    return [{ status: 'not-ready', report, dueMs, reason: `Not listed yet; due ${when}Z, ${available.text}.` }];
  });
}

function missingText({ dsp }: PlanScope, dueMs: number, rule: string): string {
  const when = new Date(dueMs).toISOString().slice(0, 16);
  return `Not listed, though it was due ${when}Z (${rule}). Ask ${dsp} for it; if that date is wrong, set \`due\` of the pipeline.`;
}

async function committedPeriods(scope: PlanScope, sink: OpenSink): Promise<string[]> {
  const periods: string[] = [];
  for await (const { report } of sink.manifests())
    if (report.dsp === scope.dsp && report.account === scope.account && report.feed === scope.feed)
      periods.push(report.period);
  return periods;
}
