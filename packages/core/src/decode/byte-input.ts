import { CancelledError } from '../errors/leaves.ts';

/**
 * Bytes of an async iterable, taken chunk by chunk, looked at ahead and given back.
 *
 * The next chunk is asked for when one is taken, so that whoever makes it works while this one is used.
 */
export class ByteInput {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #signal: AbortSignal;
  #ahead: Buffer = Buffer.alloc(0);
  #coming: Promise<IteratorResult<Uint8Array, unknown>> | undefined;

  constructor(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal) {
    this.#chunks = bytes[Symbol.asyncIterator]();
    this.#signal = signal;
  }

  /** The next `length` bytes without taking them; fewer at the end. */
  async peek(length: number): Promise<Buffer> {
    while (this.#ahead.length < length) {
      const chunk = await this.#pull();
      if (chunk === undefined) break;
      this.#ahead = Buffer.concat([this.#ahead, chunk]);
    }
    return this.#ahead.subarray(0, length);
  }

  /** Takes bytes that were peeked at. */
  drop(length: number): void {
    this.#ahead = this.#ahead.subarray(length);
  }

  /** The next chunk, of any size but zero; undefined at the end. */
  async take(): Promise<Buffer | undefined> {
    if (this.#ahead.length === 0) return this.#pull();
    const chunk = this.#ahead;
    this.#ahead = Buffer.alloc(0);
    return chunk;
  }

  giveBack(bytes: Buffer): void {
    this.#ahead = this.#ahead.length === 0 ? bytes : Buffer.concat([bytes, this.#ahead]);
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #pull(): Promise<Buffer | undefined> {
    for (;;) {
      if (this.#signal.aborted) throw new CancelledError();
      const next = await (this.#coming ?? this.#chunks.next());
      this.#coming = undefined;
      if (next.done === true) return undefined;
      this.#coming = this.#chunks.next();
      // Whoever takes it next hears of a failure; when nobody does, it does not matter any more.
      this.#coming.catch(() => undefined);
      const { buffer, byteOffset, byteLength } = next.value;
      if (byteLength > 0) return Buffer.from(buffer, byteOffset, byteLength);
    }
  }
}
