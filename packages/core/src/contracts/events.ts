import type { Acceptance, Objection } from './acceptance.ts';
import type { Equivalence } from './equivalence.ts';
import type { ProvedClaim } from './manifest.ts';
import type { FallbackCause, FallbackReason, Provenance, ReportKey, Verdict } from './report.ts';
import type { Finding } from './validator.ts';

/** What happens in a run, for progress displays and summaries; facts only, in the order they happen. */
export type RunEvent =
  | { readonly type: 'run.started'; readonly run: string; readonly pipelines: readonly string[] }
  | {
      readonly type: 'plan.settled';
      readonly pipeline: string;
      readonly feed: string;
      readonly listed: number;
      readonly todo: number;
      readonly skipped: number;
    }
  | {
      readonly type: 'sync.started';
      readonly pipeline: string;
      readonly sync: string;
      readonly report: ReportKey;
      readonly resumedAt: number;
    }
  | {
      readonly type: 'sync.progress';
      readonly pipeline: string;
      readonly sync: string;
      readonly rows: number;
      readonly rejected: number;
    }
  | { readonly type: 'sync.settled'; readonly pipeline: string; readonly outcome: SyncOutcome }
  | {
      readonly type: 'policy';
      readonly pipeline: string;
      readonly event: 'throttled' | 'retrying' | 'waiting' | 'reissued' | 'auth-refreshed';
      readonly op: string;
      readonly waitMs: number;
      readonly reason: string;
    }
  | { readonly type: 'run.settled'; readonly run: string };

/** What keeps a DSP from delivering, as far as files may stand in for it. */
export type Trouble = Exclude<FallbackReason, 'past-due'>;

/** The end of one sync. */
export interface SyncOutcome {
  readonly sync: string;
  readonly report: ReportKey;
  readonly object: string;
  readonly verdict: Verdict;
  /** `committed` a new revision, found it `unchanged`, or did not commit. */
  readonly effect: 'committed' | 'unchanged' | 'none';
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly skipped: number;
  /** Exact sums of accepted rows by currency. */
  readonly amounts: Readonly<Record<string, string>>;
  readonly units: string;
  /** What the revision that this one superseded had in the lake; absent when there was none. */
  readonly superseded?: { readonly rows: number; readonly amounts: Readonly<Record<string, string>> };
  /** SHA-256 (hex) of the decoded document, once it was read to its end. */
  readonly revision?: string;
  /** What was noticed in a report that was committed all the same; absent when there was nothing. */
  readonly findings?: readonly Finding[];
  readonly retryAt?: number;
  /** Why it is not committed, or what else people should know. */
  readonly message?: string;
  readonly code?: string;
  /** Everything that stands against a commit, told one by one. */
  readonly objections?: readonly Objection[];
  /** Claims that do not hold, by cell of the control totals. */
  readonly failedClaims?: readonly ProvedClaim[];
  /** How it compares with what another source had delivered. */
  readonly equivalence?: Equivalence;
  /** What stays in force because the other source's report stands. */
  readonly yieldedTo?: { readonly provenance: Provenance; readonly revision: string };
  /** `file` when a file of a person was read; absent for what the DSP delivered. */
  readonly provenance?: 'file';
  /** What kept the DSP from delivering; absent for everything else that can go wrong. */
  readonly trouble?: Trouble;
  /** Why a file was taken in place of the DSP's own report. */
  readonly fallback?: FallbackCause;
  /** Who let it pass all the same, and why. */
  readonly acceptance?: Acceptance;
}
