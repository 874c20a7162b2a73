import { crc32, createInflateRaw } from 'node:zlib';
import type { ByteStage } from '../contracts/source.ts';
import { PayloadError } from '../errors/leaves.ts';
import { ByteInput } from './byte-input.ts';

export interface GunzipOptions {
  /** `always`: anything but gzip is an error; `magic`: bytes that do not begin with `1f 8b` pass unchanged. @default 'magic' */
  readonly when?: 'always' | 'magic';
}

/** zlib's default of 16 KiB halves the throughput; about a batch at a time, so that the next one is inflated while this one is worked on. */
const chunkSize = 1024 * 1024;

/**
 * Decompresses gzip (RFC 1952), with any number of members, on the thread pool.
 *
 * A body without a single byte passes as empty. Evidence: `gzip-trailer` when every member's checksum and length held, `empty-body`.
 * Errors: PayloadError `GZIP_TRUNCATED`, `GZIP_CORRUPT`. Bytes after the last member that are no further member are the
 * finding `GZIP_TRAILING_BYTES`; zero padding is ignored. The body is read to its end in any case.
 *
 * @example
 * ```ts
 * const source = decode(bodyOf(gzipSync('ISRC\nDEZZ12600001\n')), gunzip(), delimited({ delimiter: ',' }));
 * assert.deepEqual(await rowsOf(source), [{ ISRC: 'DEZZ12600001' }]);
 * ```
 */
export function gunzip(options: GunzipOptions = {}): ByteStage {
  const when = options.when ?? 'magic';
  return async function* (bytes, { object, observer, signal }) {
    const input = new ByteInput(bytes, signal);
    try {
      const head = await input.peek(2);
      if (head.length === 0) {
        observer.evidence({ kind: 'empty-body', holds: true, detail: `${object} has no bytes at all` });
        return;
      }
      if (when === 'magic' && !(head[0] === 0x1f && head[1] === 0x8b)) {
        for (let chunk = await input.take(); chunk !== undefined; chunk = await input.take()) yield chunk;
        return;
      }
      const reading = new GzipReading(input, object);
      do {
        yield* reading.member();
      } while (await reading.hasMember());
      const surplus = await drain(input);
      if (surplus > 0) {
        observer.finding('GZIP_TRAILING_BYTES', `${object}: bytes after the last gzip member were ignored`);
      }
      const detail = `${object}: checksum and length of all ${reading.members} members hold`;
      observer.evidence({ kind: 'gzip-trailer', holds: true, detail });
    } finally {
      await input.close();
    }
  };
}

async function drain(input: ByteInput): Promise<number> {
  let length = 0;
  for (let chunk = await input.take(); chunk !== undefined; chunk = await input.take()) length += chunk.length;
  return length;
}

/** The members of one gzip document, one after the other. */
class GzipReading {
  members = 0;
  readonly #input: ByteInput;
  readonly #object: string;
  #decodedBytes = 0;

  constructor(input: ByteInput, object: string) {
    this.#input = input;
    this.#object = object;
  }

  /** Passes over zero padding and tells whether another member begins. */
  async hasMember(): Promise<boolean> {
    for (;;) {
      const head = await this.#input.peek(2);
      if (head.length > 0 && head[0] === 0) this.#input.drop(1);
      else return head[0] === 0x1f && (head.length === 1 || head[1] === 0x8b);
    }
  }

  async *member(): AsyncGenerator<Buffer, void, void> {
    await this.#header();
    let sum = 0;
    let length = 0;
    for await (const chunk of this.#inflate()) {
      sum = crc32(chunk, sum);
      length += chunk.length;
      this.#decodedBytes += chunk.length;
      yield chunk;
    }
    const trailer = await this.#need(8);
    if (trailer.readUInt32LE(0) !== sum >>> 0) throw this.#corrupt('a checksum does not match');
    if (trailer.readUInt32LE(4) !== length % 2 ** 32) throw this.#corrupt('a length does not match');
    this.#input.drop(8);
    this.members++;
  }

  async #header(): Promise<void> {
    const [first, second, method, flags = 0] = await this.#need(4, true);
    if (first !== 0x1f || (second !== undefined && second !== 0x8b)) throw this.#corrupt('it does not begin with 1f8b');
    if (method !== 8 || (flags & 0xe0) !== 0) throw this.#corrupt('its header is unknown');
    await this.#need(10);
    this.#input.drop(10);
    if ((flags & 4) !== 0) {
      const extra = (await this.#need(2)).readUInt16LE(0);
      await this.#need(2 + extra);
      this.#input.drop(2 + extra);
    }
    for (const flag of [8, 16]) if ((flags & flag) !== 0) await this.#dropText();
    if ((flags & 2) !== 0) {
      await this.#need(2);
      this.#input.drop(2);
    }
  }

  async #dropText(): Promise<void> {
    for (let byte = await this.#need(1); byte[0] !== 0; byte = await this.#need(1)) this.#input.drop(1);
    this.#input.drop(1);
  }

  /** `length` bytes; a document that has fewer breaks off here, unless its very first byte is wrong already. */
  async #need(length: number, start = false): Promise<Buffer> {
    const bytes = await this.#input.peek(length);
    if (bytes.length < length && !(start && bytes.length > 0 && bytes[0] !== 0x1f)) throw this.#truncated();
    return bytes;
  }

  async *#inflate(): AsyncGenerator<Buffer, void, void> {
    // A mark of 1 makes the stream hold one chunk at a time: memory stays flat however slow the reader is.
    const raw = createInflateRaw({ chunkSize, ...{ readableHighWaterMark: 1 } });
    const closed = new Promise<void>((resolve) => raw.once('close', resolve));
    let fed = 0;
    let last: Buffer = Buffer.alloc(0);
    let inputError: unknown;
    const feed = async () => {
      try {
        while (!raw.destroyed) {
          const chunk = await this.#input.take();
          if (raw.destroyed && chunk !== undefined) this.#input.giveBack(chunk);
          if (raw.destroyed) return;
          if (chunk === undefined) {
            raw.end();
            return;
          }
          last = chunk;
          fed += chunk.length;
          await Promise.race([new Promise<void>((resolve) => raw.write(chunk, () => resolve())), closed]);
          // Bytes it did not want: the deflate data ended within this chunk.
          if (raw.bytesWritten < fed) return;
        }
      } catch (error) {
        inputError = error;
        raw.destroy(new Error('the input failed'));
      }
    };
    const feeding = feed();
    let whole = false;
    try {
      for await (const chunk of raw as AsyncIterable<Buffer>) yield chunk;
      whole = true;
    } catch (error) {
      if (inputError !== undefined) throw inputError;
      throw this.#explain(error);
    } finally {
      raw.destroy();
      if (whole) await feeding;
    }
    const unused = fed - raw.bytesWritten;
    if (unused > 0) this.#input.giveBack(last.subarray(last.length - unused));
  }

  #explain(error: unknown): unknown {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'Z_BUF_ERROR') return this.#truncated(error);
    return code === 'Z_DATA_ERROR' ? this.#corrupt('its data cannot be inflated', error) : error;
  }

  #truncated(cause?: unknown): PayloadError {
    const details = { object: this.#object, decodedBytes: this.#decodedBytes };
    const message = `${this.#object} breaks off in the middle of its gzip data. Read it again.`;
    return new PayloadError(message, { code: 'GZIP_TRUNCATED', details, cause });
  }

  #corrupt(reason: string, cause?: unknown): PayloadError {
    const details = { object: this.#object, decodedBytes: this.#decodedBytes };
    const message = `${this.#object} is damaged gzip: ${reason} (after ${this.#decodedBytes} decoded bytes). Read it again, or ask the DSP for it anew.`;
    return new PayloadError(message, { code: 'GZIP_CORRUPT', details, cause });
  }
}
