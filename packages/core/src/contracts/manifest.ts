import type { Acceptance } from './acceptance.ts';
import type { AuditEnd } from './audit.ts';
import type { KeptRow, Stage } from './batch.ts';
import type { Equivalence } from './equivalence.ts';
import type { ClaimedTotals, FallbackCause, Provenance, ReportKey, TotalCell, Verdict } from './report.ts';
import type { Evidence } from './source.ts';
import type { Finding } from './validator.ts';

/** Where rows of a line item go: the values of `dsp=`, `territory=` and `period=` (the month the period starts in). */
export interface Partition {
  readonly dsp: string;
  readonly territory: string;
  readonly period: string;
}

/** One committed file. Units: `bytes` on disk; `path` relative to the lake's root, `/`-separated; `sha256` of the bytes on disk. */
export interface LakeFile {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly partition?: Partition;
}

/** Exact sums of one cell of the control totals; `currency` and `amount` are absent in usage feeds. */
export interface TotalLine {
  readonly territory: string;
  readonly period: string;
  readonly saleType: string;
  readonly currency?: string;
  readonly rows: number;
  /** Integer as text. */
  readonly units: string;
  /** Exact decimal as text. */
  readonly amount?: string;
}

export interface RowCounts {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly skipped: number;
}

/** One claim against what was counted. Shape: `difference` is counted less claimed, exactly; absent when a text is no number. */
export interface ProvedClaim {
  readonly what: string;
  readonly where: string;
  /** The cell of the control totals it is about; what is absent means all of them. */
  readonly cell?: TotalCell;
  readonly difference?: string;
  readonly claimed: string;
  readonly counted: string;
  readonly holds: boolean;
}

/** What the pipeline knows about a sync when it asks the sink to commit. */
export interface ManifestDraft {
  readonly report: ReportKey;
  readonly object: string;
  /** SHA-256 (hex) of the decoded document. */
  readonly revision: string;
  readonly tag?: string;
  readonly alternative?: { readonly group: string; readonly layout: string };
  /** Constants of the report that its mapping may ask for. */
  readonly facts?: Readonly<Record<string, string>>;
  readonly provenance: Provenance;
  readonly verdict: Verdict;
  readonly counts: RowCounts;
  readonly skippedBy: Readonly<Record<string, number>>;
  readonly rejectedBy: Readonly<Record<string, number>>;
  readonly totals: readonly TotalLine[];
  /** What the dead letters carry, as far as it could be read. */
  readonly rejectedTotals: readonly TotalLine[];
  readonly claims: readonly ProvedClaim[];
  readonly claimed: readonly ClaimedTotals[];
  readonly evidence: readonly Evidence[];
  readonly findings: readonly Finding[];
  /** Why a file was taken in place of the DSP's own report; absent when a person asked for it. */
  readonly fallback?: FallbackCause;
  /** How it compares with what another source had delivered, whose place it took. */
  readonly equivalence?: Equivalence;
  /** Who let it pass, and what stood against it; absent when nothing did. */
  readonly acceptances?: readonly Acceptance[];
  readonly connector: { readonly name: string; readonly version: string };
  readonly schemaVersion: number;
  readonly run: string;
  /** Where the audit log of `run` stood when everything that led to this commit was in it; absent in manifests of versions that kept none. */
  readonly audit?: AuditEnd;
  /** What was done to dead letters of this revision since it was read; the sequence before it is the one that was amended. */
  readonly amendment?: Amendment;
}

/** Why a manifest stands in for an earlier one of the same revision. */
export interface Amendment {
  readonly kind: LetterResolution['kind'];
  /** Letters resolved by it. */
  readonly letters: number;
  readonly by?: string;
  readonly why?: string;
}

/** The record of one committed report revision; the ledger is the set of these. */
export interface Manifest extends ManifestDraft {
  readonly manifestVersion: 1;
  /** 1 for the first revision of a report, counting up. */
  readonly sequence: number;
  readonly supersedes?: string;
  /** ISO instant. */
  readonly committedAt: string;
  readonly files: readonly LakeFile[];
  /** Letters of rows that are still rejected, discarded ones included. */
  readonly deadLetters: readonly LakeFile[];
  /** Letters whose rows were accepted later; absent when there are none. */
  readonly resolved?: readonly LakeFile[];
}

/** What committed files hold when they are parsed again, against which the ledger can be reconciled. */
export interface ReadBack {
  readonly totals: readonly TotalLine[];
  readonly rejectedTotals: readonly TotalLine[];
  readonly problems: readonly { readonly code: string; readonly path: string; readonly message: string }[];
}

/** A rejected row as the sink keeps it. */
export interface DeadLetter {
  /** Stable: report, revision-independent place and code. */
  readonly id: string;
  readonly report: string;
  readonly stage: Stage;
  readonly code: string;
  readonly path?: string;
  readonly message: string;
  readonly source: {
    readonly object: string;
    readonly record: number;
    readonly line: number;
    readonly byteOffset: number;
  };
  readonly raw: string;
  readonly item?: Readonly<Record<string, string>>;
  /** What a replay maps; absent when the row could not be decoded. */
  readonly row?: KeptRow;
  /** Absent while the letter is open. */
  readonly resolution?: LetterResolution;
}

/** How a dead letter was settled. Units: `at` ISO instant. */
export interface LetterResolution {
  readonly kind: 'replayed' | 'discarded';
  readonly at: string;
  readonly run: string;
  /** Who did it. */
  readonly by?: string;
  readonly why?: string;
}
