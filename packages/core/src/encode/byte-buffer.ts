import { wordsOf } from '../bytes/words.ts';

/** Room that writers of whole words may spoil behind what they write. */
const slackBytes = 8;

/** A growing byte buffer that is emptied and used again. */
export class ByteBuffer {
  /** The storage, and the same as words; both change when it grows. */
  bytes: Buffer<ArrayBuffer>;
  words: DataView;
  length = 0;

  /** What it grows to in few steps, since every step leaves garbage. */
  readonly #usual: number;

  constructor(capacity: number, usual: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
    this.words = wordsOf(this.bytes);
    this.#usual = usual;
  }

  /** Makes room for `more` bytes (and a word); write at `length`, then advance it. */
  reserve(more: number): void {
    const needed = this.length + more + slackBytes;
    const { length } = this.bytes;
    if (needed > length)
      this.#grow(Math.max(needed, length < this.#usual ? Math.min(length * 4, this.#usual) : length * 1.5));
  }

  /** The bytes written so far; valid until the next write. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** The storage held, in bytes. */
  get capacity(): number {
    return this.bytes.length;
  }

  // Copied and not transferred: once any buffer of a process was transferred, the engine looks before every access whether this one was, and the
  // loops over bytes take a quarter longer everywhere.
  #grow(capacity: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.ceil(capacity));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
    this.words = wordsOf(grown);
  }
}
