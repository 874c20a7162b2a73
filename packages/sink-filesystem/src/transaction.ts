import {
  type BytesTransaction,
  type CheckpointState,
  type DeadLetter,
  type HeldLock,
  type LakeRow,
  type Manifest,
  type ManifestDraft,
  type Partition,
  reportId,
  SinkError,
  type SyncIdentity,
} from '@ledgerline/core';
import { amended } from './amended.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { encodingOf } from './config.ts';
import type { Environment } from './environment.ts';
import { removeTree } from './files.ts';
import { deadLetterDirectory, partitionDirectory, reportHash, resolvedDirectory } from './layout.ts';
import type { LedgerRecord } from './ledger-record.ts';
import type { Parts, PartTarget } from './parts.ts';
import { publish } from './publish.ts';
import { sealParts } from './seal-parts.ts';
import type { StepName } from './steps.ts';
import { lakeRows } from './verify/lake-rows.ts';

export interface OpenStaging {
  readonly identity: SyncIdentity;
  readonly sequence: number;
  readonly name: string;
  /** Absolute directory of the staging. */
  readonly root: string;
  readonly parts: Parts;
  readonly lock: HeldLock;
  readonly resumed?: CheckpointState;
  readonly onEnd: (transaction: LakeTransaction) => void;
  /** The record that is amended, in a transaction that adds to it. */
  readonly amends?: LedgerRecord;
}

/** One sync being staged. After a failed write only `suspend` and `abandon` are left: what is on disk past the last checkpoint is unknown. */
export class LakeTransaction implements BytesTransaction {
  readonly resumed?: CheckpointState;
  readonly #environment: Environment;
  readonly #staging: OpenStaging;
  readonly #targets = new Map<string, PartTarget>();
  readonly #deadLetters: PartTarget;
  readonly #encoder = new TextEncoder();
  #phase: 'open' | 'failed' | 'ended' = 'open';

  constructor(environment: Environment, staging: OpenStaging) {
    this.#environment = environment;
    this.#staging = staging;
    this.#deadLetters = {
      directory: deadLetterDirectory(staging.identity.report),
      extension: 'ndjson',
      quoted: false,
    };
    if (staging.resumed !== undefined) this.resumed = staging.resumed;
  }

  append(partition: Partition, bytes: Uint8Array, rows: number): void {
    this.#demandOpen();
    try {
      this.#staging.parts.append(this.#targetOf(partition), bytes, rows);
      this.#environment.step('append');
    } catch (error) {
      this.#phase = 'failed';
      throw error;
    }
  }

  reject(letters: readonly DeadLetter[]): void {
    this.#write(letters, this.#deadLetters, 'reject');
  }

  /** Letters whose rows an amendment accepts. */
  resolve(letters: readonly DeadLetter[]): void {
    const directory = resolvedDirectory(this.#staging.identity.report);
    this.#write(letters, { ...this.#deadLetters, directory }, 'amend:resolve');
  }

  #write(letters: readonly DeadLetter[], target: PartTarget, step: StepName): void {
    this.#demandOpen();
    try {
      const text = letters.map((letter) => `${JSON.stringify(letter)}\n`).join('');
      this.#staging.parts.append(target, this.#encoder.encode(text), letters.length);
      this.#environment.step(step);
    } catch (error) {
      this.#phase = 'failed';
      throw error;
    }
  }

  rows(): AsyncGenerator<readonly LakeRow[], void, void> {
    this.#demandOpen();
    const { parts } = this.#staging;
    // Without a partition it is a file of dead letters.
    const data = parts.all.filter(({ partition }) => partition !== undefined);
    return lakeRows(
      this.#environment,
      data.map((part) => ({ path: parts.pathOf(part), name: parts.pathOf(part) })),
    );
  }

  checkpoint(state: CheckpointState): Promise<void> {
    return this.#attempt(async () => {
      const { fs, step } = this.#environment;
      const { parts, root } = this.#staging;
      step('checkpoint:before-files');
      await parts.flush();
      step('checkpoint:before-record');
      const staged = parts.all.map(({ directory, index, extension, partition, rows, bytes }) => ({
        directory,
        index,
        extension,
        ...(partition === undefined ? {} : { partition }),
        rows,
        bytes,
      }));
      await writeCheckpoint(fs, root, { checkpointVersion: 1, state, parts: staged }, step);
    });
  }

  async commit(draft: ManifestDraft): Promise<Manifest> {
    const manifest = await this.#attempt(async () => {
      const { fs, settings, step } = this.#environment;
      const { identity, name, parts, root, sequence } = this.#staging;
      if (reportId(draft.report) !== reportId(identity.report)) throw foreign(draft, identity);
      step('commit:before-files');
      await parts.flush();
      parts.close();
      const sealing = { fs, root, settings, step, report: identity.report, revision: draft.revision };
      const sealed = await sealParts(parts, sealing);
      step('commit:before-manifest');
      const { amends } = this.#staging;
      if (amends === undefined) return publish(this.#environment, { staging: name, sequence, draft, ...sealed });
      step('amend:merged');
      return publish(this.#environment, { staging: name, sequence, draft, ...amended(amends, sealed), amends });
    });
    this.#end();
    return manifest;
  }

  async suspend(): Promise<void> {
    if (this.#phase === 'ended') return;
    try {
      this.#environment.step('suspend');
    } finally {
      this.#end();
    }
  }

  async abandon(): Promise<void> {
    if (this.#phase === 'ended') return;
    const { fs, ledger, step } = this.#environment;
    const { identity, root, sequence } = this.#staging;
    try {
      step('abandon');
      this.#closeFiles();
      // A commit may have failed after its commit point: then the staging is all there is of the report.
      const committed = ledger.sequences(reportHash(identity.report)).includes(sequence);
      if (!committed) removeTree(fs, root);
    } finally {
      this.#end();
    }
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    this.#demandOpen();
    try {
      return await work();
    } catch (error) {
      this.#phase = 'failed';
      throw error;
    }
  }

  #demandOpen(): void {
    if (this.#phase === 'open') return;
    const why = this.#phase === 'ended' ? 'has ended' : 'failed earlier; suspend or abandon it';
    throw new SinkError(
      `The transaction of ${reportId(this.#staging.identity.report)} ${why}. Begin a new one to continue from its last checkpoint.`,
      { code: 'SINK_TRANSACTION_ENDED', disposition: 'abort' },
    );
  }

  #targetOf(partition: Partition): PartTarget {
    const key = `${partition.dsp}\n${partition.territory}\n${partition.period}`;
    const known = this.#targets.get(key);
    if (known) return known;
    const { format, maxPartitions } = this.#environment.settings;
    const { identity, parts } = this.#staging;
    const { header } = identity;
    const target: PartTarget = {
      directory: partitionDirectory(partition),
      extension: encodingOf(format),
      partition: { dsp: partition.dsp, territory: partition.territory, period: partition.period },
      quoted: format !== 'ndjson',
      ...(header === undefined ? {} : { header: this.#encoder.encode(header) }),
    };
    if (!parts.has(target.directory) && parts.directories >= maxPartitions) throw tooWide(identity, maxPartitions);
    this.#targets.set(key, target);
    return target;
  }

  /** Nothing depends on how the closing of these files goes: whatever counts has been flushed. */
  #closeFiles(): void {
    try {
      this.#staging.parts.close();
    } catch (error) {
      this.#environment.log.debug('lake.close-failed', { reason: error instanceof Error ? error.message : 'unknown' });
    }
  }

  #end(): void {
    this.#phase = 'ended';
    this.#closeFiles();
    this.#staging.lock.release();
    this.#staging.onEnd(this);
  }
}

function tooWide({ report }: SyncIdentity, maxPartitions: number): SinkError {
  return new SinkError(
    `${reportId(report)} has more than ${maxPartitions} partitions (territory and month). Nothing was published; a column is probably mapped to the wrong field: mend the mapping, or raise maxPartitions if the report is right.`,
    { code: 'SINK_TOO_MANY_PARTITIONS', disposition: 'abort', details: { maxPartitions } },
  );
}

function foreign(draft: ManifestDraft, identity: SyncIdentity): SinkError {
  return new SinkError(
    `A manifest of ${reportId(draft.report)} cannot be committed by the transaction of ${reportId(identity.report)}. Nothing was published; this is a fault of the caller.`,
    { code: 'SINK_REPORT_MISMATCH', disposition: 'abort' },
  );
}
