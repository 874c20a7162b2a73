import { createDraws } from '@ledgerline/fakes';
import type { FakeReportType } from './report-catalogue.ts';
import { type ReportWindow, windowAt, windowsBetween } from './windows.ts';

/** A job of the fake. Units: epoch ms. */
export interface FakeJob {
  readonly id: string;
  readonly name: string;
  readonly type: FakeReportType;
  readonly owner: string;
  readonly createdMs: number;
  expiresMs: number | undefined;
}

/** A report of the fake. Units: epoch ms; `micros` are the digits of its creation below the millisecond. */
export interface FakeReport {
  readonly id: string;
  readonly job: FakeJob;
  readonly window: ReportWindow;
  /** 0 for the first, counting re-issues. */
  readonly version: number;
  readonly createdMs: number;
  readonly micros: string;
  readonly purgedMs: number;
}

/** A re-issue that was ordered. */
export interface Reissue {
  readonly jobId: string;
  /** A day of the window. */
  readonly date: string;
  readonly createdMs: number;
}

export interface Timeline {
  readonly seed: string | number;
  /** From the creation of a job to its historical reports. */
  readonly burstDelayMs: number;
  /** Added to the instants of re-issues. */
  readonly reissues: readonly Reissue[];
  readonly nowMs: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Source: documentation: 60 days, 30 for historical reports, two months for financial ones. */
function keptMs(type: FakeReportType, historical: boolean): number {
  if (type.financial) return 61 * dayMs;
  return (historical ? 30 : 60) * dayMs;
}

/**
 * When the first report of a window appears.
 *
 * Source: captured listings: 18 to 23 hours after a day; historical reports in one burst of 3.4 minutes, in any order. Weeks and months †.
 */
function firstMs(job: FakeJob, window: ReportWindow, { seed, burstDelayMs }: Timeline): number {
  const draws = createDraws('first', seed, job.id, window.from);
  if (job.type.cadence === 'month') return window.endMs + 11 * dayMs + draws.int(8 * hourMs);
  if (job.type.cadence === 'week') return window.endMs + 4 * dayMs + draws.int(8 * hourMs);
  const historical = !job.type.systemManaged && window.endMs <= job.createdMs;
  return historical
    ? job.createdMs + burstDelayMs + draws.int(204_000)
    : window.endMs + 18 * hourMs + draws.int(5 * hourMs);
}

/** Ids of two interleaved ranges: neither their order nor their size says anything. */
function reportOf(job: FakeJob, window: ReportWindow, version: number, createdMs: number, seed: string | number) {
  const draws = createDraws('report', seed, job.id, window.from, version);
  const range = draws.int(2) === 0 ? 8_470_000_000 : 9_120_000_000;
  const historical = !job.type.systemManaged && window.endMs <= job.createdMs;
  return {
    id: String(range + draws.int(100_000_000)),
    job,
    window,
    version,
    createdMs,
    micros: String(draws.int(1000)).padStart(3, '0'),
    purgedMs: createdMs + keptMs(job.type, historical),
  };
}

/** What a listing of the job holds now. Order: newest first by creation. Source: captured listings. */
export function reportsAt(job: FakeJob, timeline: Timeline): readonly FakeReport[] {
  const { nowMs, seed } = timeline;
  const { cadence, systemManaged } = job.type;
  const fromMs = systemManaged ? Math.max(job.createdMs, nowMs - 150 * dayMs) : job.createdMs - 30 * dayMs;
  const untilMs = Math.min(nowMs, job.expiresMs ?? nowMs);
  const reports: FakeReport[] = [];
  for (const window of windowsBetween(fromMs, untilMs, cadence)) {
    reports.push(reportOf(job, window, 0, firstMs(job, window, timeline), seed));
    const again = timeline.reissues.filter(
      ({ jobId, date }) => jobId === job.id && windowAt(date, cadence).from === window.from,
    );
    for (const [index, { createdMs }] of again.entries()) {
      reports.push(reportOf(job, window, index + 1, createdMs, seed));
    }
  }
  return reports
    .filter(({ createdMs, purgedMs }) => createdMs <= nowMs && nowMs < purgedMs)
    .sort((left, right) => createdKey(right) - createdKey(left));
}

function createdKey({ createdMs, micros }: FakeReport): number {
  return createdMs + Number(micros) / 1000;
}

/** RFC 3339 with microseconds, or whole seconds. */
export function timestamp(ms: number, micros?: string): string {
  const iso = new Date(ms).toISOString();
  return micros === undefined ? iso.replace(/\.\d+Z$/, 'Z') : iso.replace('Z', `${micros}Z`);
}
