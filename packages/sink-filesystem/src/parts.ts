import { createHash, type Hash } from 'node:crypto';
import { type Partition, SinkError } from '@ledgerline/core';
import { Directories } from './directories.ts';
import type { FileSystem } from './file-system.ts';
import { forEachParallel } from './for-each-parallel.ts';
import { stagedName } from './layout.ts';
import { OpenFiles } from './open-files.ts';
import { rowEnd } from './row-end.ts';

/** A staged file. Units: `bytes` and `rows` staged so far. */
export interface Part {
  readonly directory: string;
  readonly index: number;
  readonly extension: string;
  readonly partition?: Partition;
  readonly rows: number;
  readonly bytes: number;
}

/** Where rows go: a directory below the staging, and how files in it look. */
export interface PartTarget {
  readonly directory: string;
  readonly extension: string;
  readonly partition?: Partition;
  readonly header?: Uint8Array;
  /** Line feeds between quotes are no row ends. */
  readonly quoted: boolean;
}

interface LivePart extends Part {
  rows: number;
  bytes: number;
  flushed: boolean;
}

export interface PartsOptions {
  readonly fs: FileSystem;
  readonly root: string;
  readonly maxPartRows: number;
  readonly maxOpenFiles: number;
  /** Parts of the checkpoint that is resumed; their bytes are durable. */
  readonly resumed: readonly Part[];
  /** The number of the first part in a directory. @default 0 */
  readonly firstIndex?: (directory: string) => number;
}

const lanes = 8;
/** Running hashes held at once, about a kilobyte each. */
const maxHashes = 4096;

/** The files of one staging; parts close by row count and by nothing else. */
export class Parts {
  readonly #fs: FileSystem;
  readonly #root: string;
  readonly #maxPartRows: number;
  readonly #files: OpenFiles;
  readonly #directories: Directories;
  readonly #firstIndex: (directory: string) => number;
  readonly #all: LivePart[];
  /** The newest part of every directory. */
  readonly #newest = new Map<string, LivePart>();
  /** Over all bytes of a part; absent after a resume and beyond {@link maxHashes}, when it must be read again. */
  readonly #hashes = new Map<Part, Hash>();

  constructor({ fs, root, maxPartRows, maxOpenFiles, resumed, firstIndex = () => 0 }: PartsOptions) {
    this.#fs = fs;
    this.#root = root;
    this.#maxPartRows = maxPartRows;
    this.#firstIndex = firstIndex;
    this.#files = new OpenFiles(fs, maxOpenFiles);
    this.#directories = new Directories(fs, root);
    this.#all = resumed.map((part) => ({ ...part, flushed: true }));
    for (const part of this.#all) this.#newest.set(part.directory, part);
  }

  get all(): readonly Part[] {
    return this.#all;
  }

  /** Directories that have parts. */
  get directories(): number {
    return this.#newest.size;
  }

  has(directory: string): boolean {
    return this.#newest.has(directory);
  }

  append(target: PartTarget, bytes: Uint8Array, rows: number): void {
    if (rows > 0 && bytes.at(-1) !== 0x0a) throw notRows(target, rows);
    let rest = bytes;
    for (let left = rows; left > 0; ) {
      const part = this.#openPart(target);
      const taken = Math.min(left, this.#maxPartRows - part.rows);
      const end = taken === left ? rest.length : rowEnd(rest, taken, target.quoted);
      if (end < 0) throw notRows(target, rows);
      this.#write(part, rest.subarray(0, end));
      part.rows += taken;
      left -= taken;
      rest = rest.subarray(end);
    }
  }

  /** Makes everything appended so far durable, names included. */
  async flush(): Promise<void> {
    const unflushed = this.#all.filter((part) => !part.flushed);
    await forEachParallel(unflushed, lanes, async (part) => {
      await this.#files.sync(this.pathOf(part));
      part.flushed = true;
    });
    await this.#directories.flush();
  }

  /** SHA-256 (hex) of a part's bytes when it was computed on the way. */
  digest(part: Part): string | undefined {
    return this.#hashes.get(part)?.copy().digest('hex');
  }

  pathOf(part: Part): string {
    return `${this.#root}/${part.directory}/${stagedName(part.index, part.extension)}`;
  }

  close(): void {
    this.#files.closeAll();
  }

  #openPart(target: PartTarget): LivePart {
    const newest = this.#newest.get(target.directory);
    if (newest && newest.rows < this.#maxPartRows) return newest;
    const part: LivePart = {
      directory: target.directory,
      index: newest ? newest.index + 1 : this.#firstIndex(target.directory),
      extension: target.extension,
      ...(target.partition === undefined ? {} : { partition: { ...target.partition } }),
      rows: 0,
      bytes: 0,
      flushed: false,
    };
    if (newest) this.#files.close(this.pathOf(newest));
    this.#directories.ensure(`${this.#root}/${target.directory}`);
    this.#directories.touch(`${this.#root}/${target.directory}`);
    this.#newest.set(target.directory, part);
    this.#all.push(part);
    if (this.#hashes.size < maxHashes) this.#hashes.set(part, createHash('sha256'));
    if (target.header) this.#write(part, target.header);
    return part;
  }

  #write(part: LivePart, bytes: Uint8Array): void {
    this.#fs.write(this.#files.get(this.pathOf(part)), bytes);
    this.#hashes.get(part)?.update(bytes);
    part.bytes += bytes.length;
    part.flushed = false;
  }
}

function notRows(target: PartTarget, rows: number): SinkError {
  return new SinkError(
    `The bytes for ${target.directory} are not ${rows} whole rows, each ended by a line feed. Nothing was published; this is a fault of whatever encodes the rows.`,
    { code: 'SINK_ROWS_INVALID', disposition: 'abort', details: { path: target.directory, rows } },
  );
}
