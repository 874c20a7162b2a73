import type { Static, TObject } from 'typebox';
import type { Clock } from '../time/clock.ts';
import type { AmendIdentity, BatchAmendment, BytesAmendment } from './amendment.ts';
import type { ItemBatch } from './batch.ts';
import type { JsonValue } from './json.ts';
import type { ItemField } from './line-item.ts';
import type { Logger } from './logger.ts';
import type { DeadLetter, LakeFile, Manifest, ManifestDraft, Partition, ReadBack } from './manifest.ts';
import type { ReportKey } from './report.ts';

/** A row as it lies in a lake, with the line of its source. */
export interface LakeRow {
  readonly line: number;
  readonly cells: Readonly<Partial<Record<ItemField, string>>>;
}

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
  /** Rows staged so far, in batches of some thousand, in no order; may be asked for repeatedly. Absent: the sink cannot. */
  rows?(): AsyncIterable<readonly LakeRow[]>;
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

export interface AsOf {
  /** An instant (ISO, with zone), or the id of a run: the state after its last commit. */
  readonly asOf?: string;
}

/** Something in a lake that is not as it was committed. */
export interface LakeProblem {
  readonly code: string;
  /** Relative to the lake's root. */
  readonly path: string;
  /** What is wrong, and what to do next. */
  readonly message: string;
}

/** What a verification has read. Units: `bytes` on disk; files and rows of revisions in force and of superseded ones that are kept. */
export interface LakeVerified {
  readonly reports: number;
  readonly manifests: number;
  readonly files: number;
  readonly rows: number;
  readonly bytes: number;
  readonly problems: number;
}

export interface LakePruned {
  readonly files: number;
  readonly bytes: number;
}

/** An open lake (or whatever the sink writes to); several processes may have it open. */
export interface OpenSinkBase {
  /** The manifest in force for a report. */
  current(key: ReportKey): Promise<Manifest | undefined>;
  /** Every manifest in force; with `history` also superseded ones. Order: by report, then sequence. */
  manifests(options?: { readonly history?: boolean }): AsyncIterable<Manifest>;
  /** Committed data files in force, and nothing else; with `asOf` those that were in force then. */
  files(options?: AsOf): AsyncIterable<LakeFile & { readonly absolutePath: string }>;
  /** Letters of rows that are rejected, discarded ones included; with `resolved` also those whose rows were accepted later. */
  deadLetters(key?: ReportKey, options?: { readonly resolved?: boolean }): AsyncIterable<DeadLetter>;
  /** Reads everything that is committed and compares it with the manifests; changes nothing. Absent: the sink cannot. */
  verify?(): AsyncGenerator<LakeProblem, LakeVerified, void>;
  /**
   * Parses the files in force of some reports again and adds them up; changes nothing. Absent: the sink cannot.
   *
   * Order: as `manifests`. Memory: the sums of one report.
   */
  readBack?(
    wanted: (report: ReportKey) => boolean,
  ): AsyncGenerator<ReadBack & { readonly manifest: Manifest }, void, void>;
  /** Rows of the report's manifest in force, in batches of some thousand, in no order. Absent: the sink cannot. */
  rows?(key: ReportKey): AsyncIterable<readonly LakeRow[]>;
  /** Lets go of files that were superseded before an instant (ISO, with zone); manifests stay. Absent: the sink keeps none. */
  prune?(before: string): Promise<LakePruned>;
  close(): Promise<void>;
}

export type OpenSink =
  | (OpenSinkBase & {
      readonly accepts: 'bytes';
      readonly encoding: 'ndjson' | 'csv';
      begin(identity: SyncIdentity): Promise<BytesTransaction>;
      /** Starts an amendment of the manifest in force; absent: what is committed can only be superseded. */
      amend?(identity: AmendIdentity): Promise<BytesAmendment>;
    })
  | (OpenSinkBase & {
      readonly accepts: 'batches';
      begin(identity: SyncIdentity): Promise<BatchTransaction>;
      amend?(identity: AmendIdentity): Promise<BatchAmendment>;
    });

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
