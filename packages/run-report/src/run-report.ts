import type { Severity } from '@ledgerline/core';
import type { CalendarState, DspFigures, SourceMoney } from '@ledgerline/core/runtime';

/** How well something stands. */
export type Tone = 'good' | 'wait' | 'bad';

/**
 * What a run did, and what the lake holds since.
 *
 * Shape: `run`, `requests` and `audit` are absent where nothing ever ran; the other parts are about the ledger as of `generatedAt`.
 * Units: amounts are exact decimals and units integers, as text; instants are ISO texts; lists that are cut say by how much.
 */
export interface RunReport {
  readonly reportVersion: 1;
  readonly generatedAt: string;
  readonly sink: string;
  readonly headline: { readonly tone: Tone; readonly title: string; readonly reasons: readonly string[] };
  readonly run?: RunFacts;
  readonly calendar: Completeness;
  readonly money: readonly SourceMoney[];
  readonly requests?: Requests;
  readonly deadLetters: LettersByReason;
  readonly drift: DriftFindings;
  readonly audit?: AuditFacts;
}

/** One run, from its audit log. */
export interface RunFacts {
  readonly id: string;
  readonly command: string;
  readonly startedAt: string;
  /** Absent, as `totals` is, where the log has no end of the run: it goes on, or was killed. */
  readonly durationMs?: number;
  readonly isCancelled?: boolean;
  /** Over the reports the run committed. */
  readonly totals?: RunTotals;
  /** Pipelines that ended early, or a listing of them. */
  readonly failures: readonly PipelineFailure[];
  /** What became of reports, by word; `committed` and `unchanged` are good ends. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Order: what needs somebody first. */
  readonly reports: readonly ReportFacts[];
  readonly moreReports: number;
  readonly skippedDocuments: number;
  readonly figures: NamedFigures;
}

export interface PipelineFailure {
  readonly pipeline: string;
  readonly code: string;
  readonly message: string;
}

/** The figures that a run is judged by, worked out from its log. Units: ms, and shares of 1 or of 100 as named. */
export interface NamedFigures {
  readonly retryRatePercent: number;
  readonly backoffLatencyP95Ms: number;
  readonly gateWaitMs: number;
  readonly schemaRejectionRate: number;
  /** The longest time from a report's first request, in whichever run, to its commit; absent when none was committed. */
  readonly slowestSyncMs?: number;
}

export interface RunTotals {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly units: string;
  readonly amounts: Readonly<Record<string, string>>;
}

/** What became of one report. */
export interface ReportFacts {
  readonly report: string;
  readonly pipeline: string;
  readonly word: string;
  readonly tone: Tone;
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly code?: string;
  readonly message?: string;
  readonly failedClaims: number;
}

/** The completeness calendar, a month a column. */
export interface Completeness {
  readonly months: readonly string[];
  readonly earlierMonths: number;
  readonly states: Readonly<Partial<Record<CalendarState, number>>>;
  readonly feeds: readonly FeedMonths[];
  readonly moreFeeds: number;
  /** Held, missing and late periods. Order: as in `feeds`. */
  readonly attention: readonly Attention[];
  readonly moreAttention: number;
}

export interface FeedMonths {
  readonly pipeline: string;
  readonly dsp: string;
  readonly account: string;
  readonly feed: string;
  readonly due?: string;
  readonly promised: boolean;
  /** Months without a period are left out. */
  readonly months: readonly MonthState[];
}

/** Shape: `state` is the worst of the month's periods, `present` how many of them are committed. */
export interface MonthState {
  readonly month: string;
  readonly state: CalendarState;
  readonly periods: number;
  readonly present: number;
}

/** Neighbouring periods of a feed that need somebody. */
export interface Attention {
  readonly state: CalendarState;
  readonly source: string;
  readonly first: string;
  readonly last: string;
  readonly periods: number;
  readonly dueAt?: string;
  readonly why?: string;
}

/** What went over the network, and how it was held back. */
export interface Requests {
  readonly byDsp: Readonly<Record<string, DspFigures>>;
  /** Order: the most frequent first. */
  readonly detours: readonly Detour[];
  readonly moreDetours: number;
  readonly waits: WaitFigures;
  readonly timeline: Timeline;
}

/** Sends that did not simply deliver. */
export interface Detour {
  readonly dsp: string;
  readonly op: string;
  readonly verdict: string;
  readonly reason: string;
  readonly count: number;
}

/** Waits between sends of one request: backoff and spread. Units: whole ms. */
export interface WaitFigures {
  readonly count: number;
  readonly totalMs: number;
  readonly longestMs: number;
}

/** Units: ms since `startAt`; `bucketMs` is the width of each entry of `sends`. */
export interface Timeline {
  readonly startAt: string;
  readonly durationMs: number;
  readonly bucketMs: number;
  readonly sends: readonly SendBucket[];
  /** Order: the longest closed first. */
  readonly gates: readonly GateLane[];
  readonly moreGates: number;
}

export interface SendBucket {
  readonly fromMs: number;
  readonly first: number;
  readonly again: number;
  readonly throttled: number;
}

/** When the gate of one scope was not simply open to calls. */
export interface GateLane {
  readonly scope: string;
  readonly closedMs: number;
  readonly spans: readonly GateSpan[];
  readonly moreSpans: number;
}

export interface GateSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly cause: string;
}

/** Open dead letters in force. */
export interface LettersByReason {
  readonly open: number;
  readonly discarded: number;
  /** Order: the most frequent first. */
  readonly reasons: readonly LetterReason[];
  /** All others, added up. */
  readonly more: { readonly reasons: number; readonly letters: number };
}

export interface LetterReason {
  readonly code: string;
  readonly stage: string;
  readonly field?: string;
  readonly letters: number;
  readonly reports: number;
  /** One of them, for people: `spotify/a/sales/2026-03/-, line 17`. */
  readonly place: string;
  readonly message: string;
  readonly next?: string;
}

export interface DriftFindings {
  readonly bySeverity: Readonly<Partial<Record<Severity, number>>>;
  readonly accepted: number;
  /** Order: what stops first. */
  readonly findings: readonly DriftFact[];
  readonly moreFindings: number;
}

export interface DriftFact {
  readonly id: string;
  readonly report: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly expected: string;
  readonly came: string;
  readonly isCommitted: boolean;
  readonly acceptedBy?: string;
}

/** The chain of the run's audit stream. */
export interface AuditFacts {
  /** Relative to the configuration. */
  readonly file: string;
  readonly records: number;
  readonly intact: boolean;
  readonly head: string;
  readonly problem?: string;
  /** What people did, with their word for it. Order: as it happened. */
  readonly acts: readonly Act[];
  readonly moreActs: number;
}

export interface Act {
  readonly at: string;
  readonly act: string;
  readonly who: string;
  readonly why: string;
  readonly report?: string;
}
