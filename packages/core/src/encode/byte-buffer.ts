/** A growing byte buffer that is emptied and used again. */
export class ByteBuffer {
  #bytes: Buffer;
  length = 0;

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
  }

  /** Makes room for `more` bytes and gives the storage; write at `length`, then advance it. */
  reserve(more: number): Buffer {
    const needed = this.length + more;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.length);
      this.#bytes = grown;
    }
    return this.#bytes;
  }

  append(bytes: Uint8Array): void {
    const target = this.reserve(bytes.length);
    if (bytes.length < 48) {
      for (let at = 0, to = this.length; at < bytes.length; at++, to++) target[to] = bytes[at]!;
    } else {
      target.set(bytes, this.length);
    }
    this.length += bytes.length;
  }

  /** The bytes written so far; valid until the next write. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** The storage held, in bytes. */
  get capacity(): number {
    return this.#bytes.length;
  }
}
