import { wordsOf } from '../bytes/words.ts';

/** Room that writers of whole words may spoil behind what they write. */
const slackBytes = 8;

/** A growing byte buffer that is emptied and used again. */
export class ByteBuffer {
  /** The storage, and the same as words; both change when it grows. */
  bytes: Buffer;
  words: DataView;
  length = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
    this.words = wordsOf(this.bytes);
  }

  /** Makes room for `more` bytes (and a word); write at `length`, then advance it. */
  reserve(more: number): void {
    const needed = this.length + more + slackBytes;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
    this.words = wordsOf(grown);
  }

  /** The bytes written so far; valid until the next write. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** The storage held, in bytes. */
  get capacity(): number {
    return this.bytes.length;
  }
}
