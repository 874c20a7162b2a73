import type { Stage } from './batch.ts';
import type { ClaimedTotals, ReportKey, Verdict } from './report.ts';
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

/** One claim of the source against what was counted. */
export interface ProvedClaim {
  readonly what: string;
  readonly where: string;
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
  readonly provenance: 'api' | 'file';
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
  readonly connector: { readonly name: string; readonly version: string };
  readonly schemaVersion: number;
  readonly run: string;
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
  readonly deadLetters: readonly LakeFile[];
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
}
