import type { DsrHead } from './head.ts';
import type { DsrIssue } from './issues.ts';
import type { DsrFileCounts } from './part-set.ts';
import type { DsrClaim } from './summary-totals.ts';

/** What a message added up to once it was read to its end. */
export interface DsrSummary {
  /** Whether nothing failed: only then may anything of the message be used. */
  readonly ok: boolean;
  /** The HEAD of the first file read; undefined when there was none. */
  readonly head: DsrHead | undefined;
  /** Whether the message is whole and reports no sales at all. */
  readonly noSales: boolean;
  readonly files: readonly DsrFileCounts[];
  /** Records by code as received, rejected and unknown ones included; summary rows of later files are not counted again. */
  readonly records: Readonly<Record<string, number>>;
  readonly rejected: number;
  /** Records whose code is unknown, which were passed over. */
  readonly unknown: number;
  /** The territories of the summary rows. Order: as first met. */
  readonly territories: readonly string[];
  /** What footers and summary rows claim, and what was counted. */
  readonly claims: readonly DsrClaim[];
  readonly issues: readonly DsrIssue[];
}
