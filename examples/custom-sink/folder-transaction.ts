import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type {
  BytesTransaction,
  CheckpointState,
  Clock,
  DeadLetter,
  LakeFile,
  Manifest,
  ManifestDraft,
  Partition,
  SyncIdentity,
} from '@ledgerline/core';

interface FolderTransactionOptions {
  readonly identity: SyncIdentity;
  readonly root: string;
  readonly clock: Clock;
  /** The folder of the report, below `reports` and `staging`. */
  readonly name: string;
  last(): Manifest | undefined;
  ended(): void;
}

/** A file under way. Units: `bytes` written so far. */
interface StagedFile {
  readonly partition?: Partition;
  readonly rows: number;
  readonly bytes: number;
}

interface Checkpoint {
  readonly identity: string;
  readonly state: CheckpointState;
  readonly files: Readonly<Record<string, StagedFile>>;
}

const lettersFile = 'letters.ndjson';

/** The staging of one report: files that are appended to, and beside them how much of them counts. */
export class FolderTransaction implements BytesTransaction {
  readonly resumed?: CheckpointState;
  readonly #options: FolderTransactionOptions;
  readonly #folder: string;
  readonly #identity: string;
  readonly #files: Map<string, StagedFile>;
  readonly #open = new Map<string, number>();

  constructor(options: FolderTransactionOptions) {
    const { tag, fingerprint, header } = options.identity;
    this.#options = options;
    this.#folder = join(options.root, 'staging', options.name);
    this.#identity = JSON.stringify([tag, fingerprint, header]);
    const saved = this.#saved();
    if (saved === undefined) rmSync(this.#folder, { recursive: true, force: true });
    else this.resumed = saved.state;
    mkdirSync(this.#folder, { recursive: true });
    this.#files = new Map(Object.entries(saved?.files ?? {}));
    // What came after the checkpoint is not known to be whole.
    for (const [file, { bytes }] of this.#files) ftruncateSync(this.#handle(file), bytes);
  }

  append(partition: Partition, bytes: Uint8Array, rows: number): void {
    this.#write(`${partition.territory}-${partition.period}.ndjson`, bytes, rows, partition);
  }

  reject(letters: readonly DeadLetter[]): void {
    const lines = letters.map((letter) => `${JSON.stringify(letter)}\n`).join('');
    this.#write(lettersFile, Buffer.from(lines), letters.length);
  }

  async checkpoint(state: CheckpointState): Promise<void> {
    for (const handle of this.#open.values()) fsyncSync(handle);
    const checkpoint: Checkpoint = { identity: this.#identity, state, files: Object.fromEntries(this.#files) };
    this.#replace('checkpoint.json', checkpoint);
  }

  async commit(draft: ManifestDraft): Promise<Manifest> {
    for (const handle of this.#open.values()) fsyncSync(handle);
    this.#close();
    const last = this.#options.last();
    const sequence = (last?.sequence ?? 0) + 1;
    const target = join('reports', this.#options.name, String(sequence));
    const all = [...this.#files].map(([file, staged]) => this.#committed(file, staged, target));
    const isLetters = ({ path }: LakeFile): boolean => path.endsWith(`/${lettersFile}`);
    const manifest: Manifest = {
      ...draft,
      manifestVersion: 1,
      sequence,
      ...(last === undefined ? {} : { supersedes: last.revision }),
      committedAt: new Date(this.#options.clock.wall()).toISOString(),
      files: all.filter((file) => !isLetters(file)),
      deadLetters: all.filter(isLetters),
    };
    this.#replace('manifest.json', manifest);
    const published = join(this.#options.root, target);
    mkdirSync(dirname(published), { recursive: true });
    // The commit: before it nothing of the report is visible, after it everything is.
    renameSync(this.#folder, published);
    return manifest;
  }

  async suspend(): Promise<void> {
    this.#close();
  }

  async abandon(): Promise<void> {
    this.#close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #saved(): Checkpoint | undefined {
    const file = join(this.#folder, 'checkpoint.json');
    if (!existsSync(file)) return undefined;
    const saved: Checkpoint = JSON.parse(readFileSync(file, 'utf8'));
    return saved.identity === this.#identity ? saved : undefined;
  }

  #handle(file: string): number {
    const known = this.#open.get(file);
    if (known !== undefined) return known;
    const handle = openSync(join(this.#folder, file), 'a');
    this.#open.set(file, handle);
    return handle;
  }

  #write(file: string, bytes: Uint8Array, rows: number, partition?: Partition): void {
    const before = this.#files.get(file) ?? { rows: 0, bytes: 0, ...(partition && { partition }) };
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#handle(file), bytes, at);
    this.#files.set(file, { ...before, rows: before.rows + rows, bytes: before.bytes + bytes.length });
  }

  #replace(file: string, value: object): void {
    const path = join(this.#folder, file);
    const handle = openSync(`${path}.new`, 'w');
    writeFileSync(handle, JSON.stringify(value));
    fsyncSync(handle);
    closeSync(handle);
    renameSync(`${path}.new`, path);
  }

  #committed(file: string, { rows, bytes, partition }: StagedFile, target: string): LakeFile {
    const sha256 = createHash('sha256')
      .update(readFileSync(join(this.#folder, file)))
      .digest('hex');
    return { path: `${target}/${file}`, rows, bytes, sha256, ...(partition && { partition }) };
  }

  #close(): void {
    for (const handle of this.#open.values()) closeSync(handle);
    this.#open.clear();
    this.#options.ended();
  }
}
