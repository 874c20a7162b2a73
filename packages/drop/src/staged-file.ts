import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancelledError, SinkError } from '@ledgerline/core';

const chunkBytes = 512 * 1024;

/** A file of this machine that holds bytes until they are known to be whole; it is gone when closed. */
export class StagedFile {
  readonly path: string;
  readonly #file: FileHandle;
  #bytes = 0;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  /** `name` only makes the file easier to find; two of one name never meet. */
  static async create(name: string): Promise<StagedFile> {
    const short = createHash('sha256').update(name).digest('hex').slice(0, 12);
    const path = join(tmpdir(), `ledgerline-drop-${short}-${randomUUID()}.part`);
    try {
      return new StagedFile(path, await open(path, 'wx+', 0o600));
    } catch (cause) {
      throw stagingError('created', path, cause);
    }
  }

  /** Units: bytes kept so far. */
  get size(): number {
    return this.#bytes;
  }

  async append(bytes: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at, this.#bytes);
        at += bytesWritten;
        this.#bytes += bytesWritten;
      }
    } catch (cause) {
      throw stagingError('written', this.path, cause);
    }
  }

  async restart(): Promise<void> {
    this.#bytes = 0;
    await this.#file.truncate(0);
  }

  /** Everything kept from an offset on, in chunks of 256 KiB. */
  async *stream(signal?: AbortSignal, from = 0): AsyncGenerator<Uint8Array, void, void> {
    for (let position = from; position < this.#bytes; ) {
      if (signal?.aborted) throw new CancelledError();
      const chunk = Buffer.allocUnsafeSlow(Math.min(chunkBytes, this.#bytes - position));
      const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) throw stagingError('read', this.path, new Error('it ends early'));
      position += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
    await rm(this.path, { force: true });
  }
}

function stagingError(done: string, path: string, cause: unknown): SinkError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SinkError(`The staging file ${path} could not be ${done} (${why}); make room there, then run again.`, {
    code: 'SPOOL_UNUSABLE',
    cause,
    details: { path },
  });
}
