import { wordsOf } from '../bytes/words.ts';

/** Room that writers of whole words may spoil behind what they write. */
const slackBytes = 8;

/** A growing byte buffer that is emptied and used again. */
export class ByteBuffer {
  /** The storage, and the same as words; both change when it grows. */
  bytes: Buffer<ArrayBuffer>;
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
    // Transferred and not copied: the old memory is free at once, long before the garbage of thousands of buffers is collected.
    this.bytes = Buffer.from(this.bytes.buffer.transfer(Math.max(needed, Math.ceil(this.bytes.length * 1.5))));
    this.words = wordsOf(this.bytes);
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
