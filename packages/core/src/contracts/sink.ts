import type { Static, TObject } from 'typebox';
import type { Clock } from '../time/clock.ts';
import type { ItemBatch } from './batch.ts';
import type { JsonValue } from './json.ts';
import type { Logger } from './logger.ts';
import type { DeadLetter, LakeFile, Manifest, ManifestDraft, Partition } from './manifest.ts';
import type { ReportKey } from './report.ts';

/** What a sync was doing at its last checkpoint; the sink stores it beside the staged data and gives it back unchanged. */
export type CheckpointState = JsonValue;

export interface SyncIdentity {
  readonly report: ReportKey;
  readonly tag?: string;
  /** Changes with anything that changes the bytes written (mapping version, format, batch size); staging of another fingerprint is discarded. */
  readonly fingerprint: string;
  /** What every data file begins with, line feed included: the column names of a CSV. */
  readonly header?: string;
}

/**
 * The staging of one sync. Calls never overlap.
 *
 * Order: `append` and `reject` in document order, `checkpoint` between them, then exactly one of `commit`, `suspend` or `abandon`.
 */
export interface SinkTransaction {
  /** The state of the last durable checkpoint, when staging of the same identity was found; everything after it has been discarded. */
  readonly resumed?: CheckpointState;
  reject(letters: readonly DeadLetter[]): void | Promise<void>;
  /** Makes staged rows, dead letters and the state durable together. */
  checkpoint(state: CheckpointState): Promise<void>;
  /** Publishes rows, dead letters and manifest with one atomic step; nothing is visible before, everything after. */
  commit(draft: ManifestDraft): Promise<Manifest>;
  /** Lets go of everything, keeps staging for a later resume. */
  suspend(): Promise<void>;
  /** Removes staging. */
  abandon(): Promise<void>;
}

/** A transaction of a sink that takes serialised rows: large appends, already encoded, per partition. */
export interface BytesTransaction extends SinkTransaction {
  /** `bytes` is reused by the caller after the promise resolves (or after return). */
  append(partition: Partition, bytes: Uint8Array, rows: number): void | Promise<void>;
}

/** A transaction of a sink that takes batches (columnar formats). */
export interface BatchTransaction extends SinkTransaction {
  write(batch: ItemBatch): void | Promise<void>;
}

/** An open lake (or whatever the sink writes to); several processes may have it open. */
interface OpenSinkBase {
  /** The manifest in force for a report. */
  current(key: ReportKey): Promise<Manifest | undefined>;
  /** Every manifest in force; with `history` also superseded ones. Order: by report, then sequence. */
  manifests(options?: { readonly history?: boolean }): AsyncIterable<Manifest>;
  /** Committed data files in force, and nothing else. */
  files(): AsyncIterable<LakeFile & { readonly absolutePath: string }>;
  deadLetters(key?: ReportKey): AsyncIterable<DeadLetter>;
  close(): Promise<void>;
}

export type OpenSink =
  | (OpenSinkBase & {
      readonly accepts: 'bytes';
      readonly encoding: 'ndjson' | 'csv';
      begin(identity: SyncIdentity): Promise<BytesTransaction>;
    })
  | (OpenSinkBase & { readonly accepts: 'batches'; begin(identity: SyncIdentity): Promise<BatchTransaction> });

export interface SinkContext {
  readonly log: Logger;
  readonly clock: Clock;
}

export interface Sink<Schema extends TObject = TObject, Config = Static<Schema>> {
  readonly kind: 'sink';
  readonly name: string;
  readonly version: string;
  readonly summary: string;
  readonly config: Schema;
  /** Opens, and finishes what a killed process left between its commit point and its last rename. */
  open(config: Config, context: SinkContext): Promise<OpenSink>;
}
