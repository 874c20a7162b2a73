import type { ItemBatch } from './batch.ts';
import type { DeadLetter, Manifest, ManifestDraft, Partition } from './manifest.ts';
import type { ReportKey } from './report.ts';

/** Which committed manifest is to be amended. */
export interface AmendIdentity {
  readonly report: ReportKey;
  /** Names the amendment; nothing staged under another one is gone on with. */
  readonly fingerprint: string;
  /** What every data file begins with, line feed included. */
  readonly header?: string;
  /** The sequence in force as the caller knows it; the sink refuses (`SINK_BUSY`) when another one is. */
  readonly sequence: number;
}

/**
 * A change of what is committed of a report without reading it again: its files stay, rows are added, its letters are told anew.
 *
 * Calls never overlap. Order: `reject`, `resolve` and rows in any order, then one of `commit` and `abandon`. There are no checkpoints: an
 * amendment that was killed before its commit point never was.
 */
export interface AmendTransaction {
  /** Letters of rows that stay rejected: all of them, for they take the place of those before. */
  reject(letters: readonly DeadLetter[]): void | Promise<void>;
  /** Letters of rows that are accepted by this amendment; those of earlier ones stay on record. */
  resolve(letters: readonly DeadLetter[]): void | Promise<void>;
  /** Publishes a manifest of the next sequence and the same revision with one atomic step. */
  commit(draft: ManifestDraft): Promise<Manifest>;
  abandon(): Promise<void>;
}

export interface BytesAmendment extends AmendTransaction {
  /** As in a transaction that takes bytes. */
  append(partition: Partition, bytes: Uint8Array, rows: number): void | Promise<void>;
}

export interface BatchAmendment extends AmendTransaction {
  write(batch: ItemBatch): void | Promise<void>;
}
