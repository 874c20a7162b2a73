import { createHash } from 'node:crypto';

/** Room for the next chunks without growing at once. */
const headroomBytes = 512 * 1024;

/**
 * The decoded bytes from the start of the batch underway to the last byte read.
 *
 * Every batch gets a buffer of its own, so that it stays good for as long as anyone holds it.
 */
export class ByteWindow {
  bytes: Buffer = Buffer.allocUnsafeSlow(headroomBytes);
  /** End of the bytes read; at least one byte beyond it is free for the scanner's sentinel. */
  end = 0;
  /** Offset of `bytes[0]` in the decoded document. */
  base = 0;
  readonly #digest = createHash('sha256');

  append(chunk: Uint8Array): void {
    const needed = this.end + chunk.length + 1;
    if (needed > this.bytes.length) this.bytes = enlarged(this.bytes, this.end, needed + headroomBytes);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Hands over `[0, at)` as the bytes of a finished batch and keeps the rest; the batch may write beyond `at`. */
  cut(at: number): Buffer {
    const done = this.bytes;
    this.#digest.update(done.subarray(0, at));
    const left = this.end - at;
    this.bytes = Buffer.allocUnsafeSlow(Math.max(at, left) + headroomBytes);
    done.copy(this.bytes, 0, at, this.end);
    this.end = left;
    this.base += at;
    return done;
  }

  /** SHA-256 (hex) of every byte before `base`. */
  digest(): string {
    return this.#digest.copy().digest('hex');
  }
}

/** A copy of `bytes[0, used)` with room for `capacity` bytes or twice as many as before. */
export function enlarged(bytes: Buffer, used: number, capacity: number): Buffer {
  const grown = Buffer.allocUnsafeSlow(Math.max(capacity, bytes.length * 2));
  bytes.copy(grown, 0, 0, used);
  return grown;
}
