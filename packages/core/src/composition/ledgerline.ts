import type { WakeReason } from '../calendar/next-wake.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import type { ResolvedPlugins } from '../config/resolve-plugins.ts';
import type { Acceptance, HeldReport } from '../contracts/acceptance.ts';
import type { ComparedReport } from '../contracts/equivalence.ts';
import type { RunEvent } from '../contracts/events.ts';
import type { Logger } from '../contracts/logger.ts';
import type { ReportKey } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import type { DriftLog } from '../drift/drift-log.ts';
import type { LedgerlineError } from '../errors/ledgerline-error.ts';
import type { RunFigures } from '../figures/run-figures.ts';
import type { LetterFilter } from '../pipeline/letter-filter.ts';
import type { PipelinePreview } from '../pipeline/preview.ts';
import type { ReplayOutcome } from '../pipeline/replay.ts';
import type { Clock } from '../time/clock.ts';
import type { AcceptRequest } from './accept.ts';
import type { Audits } from './audits.ts';
import type { CalendarRequest, LedgerCalendar } from './calendar.ts';
import type { RunSummary } from './run-summary.ts';

export interface LedgerlineOptions {
  readonly config: LoadedConfig;
  readonly plugins: ResolvedPlugins;
  /** @default silent */
  readonly log?: Logger;
  /** @default the system's */
  readonly clock?: Clock;
  /** @default the global `fetch`, looked up at every send */
  readonly fetch?: typeof globalThis.fetch;
  /** The name of this run. @default the start instant and a short random suffix */
  readonly run?: string;
  /** Called synchronously, in order; must not throw. */
  readonly onEvent?: (event: RunEvent) => void;
}

/** Which pipelines a call is about; all when absent. */
export interface Selection {
  readonly pipelines?: readonly string[];
  /** Ids of reports to read once more, committed or not, and no others; `plan` does not look at it. */
  readonly again?: readonly string[];
  /** Also reads documents of people whose revision was in force before and was superseded. */
  readonly retake?: boolean;
  /** Puts the run on record as somebody's act of importing files. */
  readonly importedBy?: OperatorWord;
  readonly signal?: AbortSignal;
}

export interface PreviewSelection extends Selection {
  /** How many accepted and how many rejected rows of each report are shown. @default 10 */
  readonly rows?: number;
}

/** One line of a plan. Units: `retryAt` epoch ms. */
export interface PlanEntry {
  readonly pipeline: string;
  readonly report?: ReportKey;
  readonly object: string;
  readonly status:
    | 'new'
    | 're-issued'
    | 'committed'
    | 'parked'
    | 'held'
    | 'skip'
    | 'problem'
    | 'failed'
    | 'missing'
    | 'not-ready';
  readonly reason?: string;
  readonly code?: string;
  readonly retryAt?: number;
}

/** A person's word for what is done in their name. */
export interface OperatorWord {
  readonly who: string;
  readonly why: string;
}

/** One pipeline and when it runs next. Units: `atMs` epoch ms. */
export interface PlannedWake {
  readonly pipeline: string;
  readonly atMs: number;
  readonly reason: WakeReason;
}

/** What a watcher does, in the order in which it happens. */
export type WatchEvent =
  | { readonly type: 'standby'; readonly pipeline: string; readonly holder: string }
  | { readonly type: 'waiting'; readonly wakes: readonly PlannedWake[] }
  | { readonly type: 'running'; readonly wakes: readonly PlannedWake[] }
  | { readonly type: 'ran'; readonly summary: RunSummary }
  /** Nothing could be run; it is tried again at `againMs` (epoch ms). */
  | { readonly type: 'failed'; readonly error: LedgerlineError; readonly againMs: number };

export interface WatchRequest {
  /** All when absent. */
  readonly pipelines?: readonly string[];
  /** Waits for another watcher to end instead of failing with `WATCH_BUSY`. @default false */
  readonly standby?: boolean;
  /** Ends the watch; a run that is going on stops at its last checkpoint. */
  readonly signal: AbortSignal;
  readonly onWatch?: (event: WatchEvent) => void;
}

/** Which dead letters to try again, of which sink; the first sink when none is named. */
export interface ReplayRequest {
  readonly sink?: string;
  readonly filter?: LetterFilter;
  /** Whose act it is, and why. @default the runtime's, without a reason */
  readonly by?: OperatorWord;
  readonly signal?: AbortSignal;
}

export interface ReplaySummary {
  readonly run: string;
  /** Order: by report; reports without an open letter are left out. */
  readonly outcomes: readonly ReplayOutcome[];
}

/** Letters to settle for good, by whom and why: both stay on record. */
export interface DiscardRequest {
  readonly sink?: string;
  readonly ids: readonly string[];
  readonly by: string;
  readonly why: string;
}

export interface DiscardSummary {
  readonly run: string;
  readonly discarded: readonly string[];
  /** Named letters that were settled already. */
  readonly settledBefore: readonly string[];
}

/** An assembled Ledgerline: every pipeline of one config. */
export interface Ledgerline {
  /** Lists what the DSPs have against what is committed; writes nothing. */
  plan(selection?: Selection): Promise<readonly PlanEntry[]>;
  /** Runs the pipelines concurrently; what waits on one DSP delays no other. Never throws for what happens to a report. */
  run(selection?: Selection): Promise<RunSummary>;
  /** Runs pipelines whenever they are due, until it is told to stop. */
  watch(request: WatchRequest): Promise<void>;
  /** What `run` would do, down to the rows, with nothing written: no staging, no commit, no state, no baseline. */
  preview(selection?: PreviewSelection): Promise<Readonly<Record<string, PipelinePreview>>>;
  /** Maps and validates dead letters again; rows that pass are committed under the identity of their report and counted once. */
  replay(request?: ReplayRequest): Promise<ReplaySummary>;
  /** Settles dead letters for good; their rows stay rejected and on record. */
  discard(request: DiscardRequest): Promise<DiscardSummary>;
  /** Records that a held report may be committed as it is, by the next run. */
  accept(request: AcceptRequest): Promise<Acceptance>;
  /** Reports that wait for a person, whatever their period. Order: by report id. */
  held(): Promise<readonly HeldReport[]>;
  /** What should be there and what is; asks no DSP. */
  calendar(request?: CalendarRequest): Promise<LedgerCalendar>;
  /** Figures of the run under way, or of the last one; undefined before the first. */
  figures(): RunFigures | undefined;
  /** What the audit logs of all runs say, and whether they are as they were written. */
  readonly audits: Audits;
  /** What drift found, in committed reports and in held ones, and the word of people about it. */
  readonly drift: DriftLog;
  /** How the deliveries of a report by the DSP and by a file compared when they last met; by report id. */
  comparison(report: string): Promise<ComparedReport | undefined>;
  openSink(name?: string): Promise<OpenSink>;
  close(): Promise<void>;
}
