import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CancelledError, SinkError } from '../errors/leaves.ts';

/** Units: bytes gathered before they are written; a disk likes few large writes better than many of 16 KiB. */
const gatherBytes = 512 * 1024;

/** Units: bytes of a chunk handed on; large ones keep gunzip fast, several of them in flight must stay cheap. */
const chunkBytes = 512 * 1024;

export interface SpoolPlace {
  readonly folder: string;
  /** What is spooled: the same for the same document of the same account. */
  readonly identity: readonly string[];
  /** Tells apart two readings of one document at a time. */
  readonly reading: number;
}

/** A file of wire bytes, not trusted until verified; it is gone when closed, and when the process is killed. */
export class Spool {
  readonly #file: FileHandle;
  readonly #path: string;
  #offset = 0;
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #hashes: ReadonlyMap<string, Hash> = new Map();
  #closed = false;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  static async open({ folder, identity, reading }: SpoolPlace): Promise<Spool> {
    const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
    const path = join(folder, `${name}-${process.pid}-${reading}.part`);
    try {
      await mkdir(folder, { recursive: true });
      const file = await open(path, 'w+', 0o600);
      // Without its name the file lives as long as it is open: no kill leaves it behind. Where the system keeps the name, closing removes it.
      await rm(path).catch(() => undefined);
      return new Spool(path, file);
    } catch (error) {
      throw spoolError('created', path, error);
    }
  }

  /** Units: wire bytes kept so far. */
  get offset(): number {
    return this.#offset;
  }

  /** Throws everything away and starts to hash anew. */
  async restart(algorithms: readonly string[]): Promise<void> {
    this.#offset = 0;
    this.#gathered = [];
    this.#gatheredBytes = 0;
    this.#hashes = new Map(algorithms.map((algorithm) => [algorithm, createHash(algorithm)]));
    try {
      await this.#file.truncate(0);
    } catch (error) {
      throw spoolError('emptied', this.#path, error);
    }
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (const hash of this.#hashes.values()) hash.update(bytes);
    this.#gathered.push(bytes);
    this.#gatheredBytes += bytes.length;
    this.#offset += bytes.length;
    if (this.#gatheredBytes >= gatherBytes) await this.settle();
  }

  /** Writes what is gathered. */
  async settle(): Promise<void> {
    const gathered = Buffer.concat(this.#gathered.splice(0));
    let position = this.#offset - this.#gatheredBytes;
    this.#gatheredBytes = 0;
    try {
      for (let written = 0; written < gathered.length; ) {
        const { bytesWritten } = await this.#file.write(gathered, written, gathered.length - written, position);
        written += bytesWritten;
        position += bytesWritten;
      }
    } catch (error) {
      throw spoolError('written', this.#path, error);
    }
  }

  /** The base64 digest of everything kept; only of algorithms named at the last restart. */
  digest(algorithm: string): string | undefined {
    return this.#hashes.get(algorithm)?.copy().digest('base64');
  }

  /** Everything kept, in order; the next chunk is read while the last one is worked on. */
  async *stream(signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    let ahead = this.#read(0);
    for (let position = 0; position < this.#offset; ) {
      const chunk = await ahead;
      if (signal.aborted) throw new CancelledError();
      position += chunk.length;
      ahead = this.#read(position);
      ahead.catch(() => undefined); // awaited in the next round; without it an early break would leave it unhandled
      yield chunk;
    }
    await ahead;
  }

  async #read(position: number): Promise<Uint8Array> {
    const length = Math.min(chunkBytes, this.#offset - position);
    if (length === 0) return new Uint8Array();
    try {
      const chunk = Buffer.allocUnsafeSlow(length);
      let bytes = 0;
      while (bytes < length) {
        const { bytesRead } = await this.#file.read(chunk, bytes, length - bytes, position + bytes);
        if (bytesRead === 0) throw new Error(`the file ends at byte ${position + bytes} of ${this.#offset}`);
        bytes += bytesRead;
      }
      return chunk;
    } catch (error) {
      throw spoolError('read', this.#path, error);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#file.close().catch(() => undefined); // the bytes are given up either way
    await rm(this.#path, { force: true });
  }
}

function spoolError(done: string, path: string, cause: unknown): SinkError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SinkError(
    `The staging file ${path} of a download could not be ${done} (${why}); make room or choose another folder, then run again.`,
    { code: 'SPOOL_UNUSABLE', cause, details: { path } },
  );
}
