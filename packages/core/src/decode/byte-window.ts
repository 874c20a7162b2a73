import { createHash } from 'node:crypto';
import { wordsOf } from '../bytes/words.ts';

/** Room for the next chunks without growing at once. */
const headroomBytes = 512 * 1024;
/** Bytes beyond the end that a scanner may write its sentinel to and read a word from. */
const slackBytes = 8;

/**
 * The decoded bytes from the start of the batch underway to the last byte read.
 *
 * Every batch gets a buffer of its own, so that it stays good for as long as anyone holds it.
 */
export class ByteWindow {
  bytes: Buffer = Buffer.allocUnsafeSlow(headroomBytes);
  words: DataView = wordsOf(this.bytes);
  /** End of the bytes read; some bytes beyond it are free for the scanner's sentinel. */
  end = 0;
  /** Offset of `bytes[0]` in the decoded document. */
  base = 0;
  readonly #digest = createHash('sha256');
  /** The buffer of a batch that nobody holds any more. */
  #spare: Buffer | undefined;

  append(chunk: Uint8Array): void {
    const needed = this.end + chunk.length + slackBytes;
    if (needed > this.bytes.length) this.#use(enlarged(this.bytes, this.end, needed));
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Hands over `[0, at)` as the bytes of a finished batch and keeps the rest; the batch may write beyond `at`. */
  cut(at: number): Buffer {
    const done = this.bytes;
    this.#digest.update(done.subarray(0, at));
    const left = this.end - at;
    const wanted = Math.max(at, left) + headroomBytes;
    const spare = this.#spare;
    this.#spare = undefined;
    // A little more than wanted: batches are of about the same length, and the buffer of one is to do for the next.
    this.#use(spare !== undefined && spare.length >= wanted ? spare : Buffer.allocUnsafeSlow(wanted + (wanted >> 3)));
    done.copy(this.bytes, 0, at, this.end);
    this.end = left;
    this.base += at;
    return done;
  }

  /** Takes the buffer of a batch back, for a batch to come. */
  recycle(bytes: Buffer): void {
    this.#spare = bytes;
  }

  /** SHA-256 (hex) of every byte before `base`. */
  digest(): string {
    return this.#digest.copy().digest('hex');
  }

  #use(bytes: Buffer): void {
    this.bytes = bytes;
    this.words = wordsOf(bytes);
  }
}

/** A copy of `bytes[0, used)` with room for `capacity` bytes or half as many again as before. */
export function enlarged(bytes: Buffer, used: number, capacity: number): Buffer {
  const grown = Buffer.allocUnsafeSlow(Math.max(capacity, bytes.length + (bytes.length >> 1)));
  bytes.copy(grown, 0, 0, used);
  return grown;
}
