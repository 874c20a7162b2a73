import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { PayloadError, receivedText } from '@ledgerline/core';

/** One line without its end. Units: `line` from 1, byte offsets from 0. */
export interface SourceLine {
  readonly text: string;
  /** False when the bytes are not UTF-8; each bad byte then stands as `\xHH`. */
  readonly wellFormed: boolean;
  readonly line: number;
  readonly byteOffset: number;
  /** Where the next line begins. */
  readonly endOffset: number;
}

const LF = 10;
const CR = 13;

/** Far beyond any record; a document without line ends must not fill the memory. */
const maxLineBytes = 4 * 1024 * 1024;

/** Cuts a stream of chunks into lines, wherever the chunks fall, and hashes what was taken. */
export class LineScanner {
  readonly #object: string;
  readonly #hash = createHash('sha256');
  #window: Buffer = Buffer.alloc(0);
  /** Where the next line begins in the window. */
  #at = 0;
  /** How far the window is hashed, and searched for a line end. */
  #hashed = 0;
  #searched = 0;
  /** Offset of the window's first byte. */
  #base = 0;
  #line = 1;
  #last = false;
  #form: 'ascii' | 'utf8' | 'mixed' = 'ascii';

  constructor(object: string) {
    this.#object = object;
  }

  /** The bytes of all lines taken so far. */
  get offset(): number {
    return this.#base + this.#at;
  }

  push(chunk: Uint8Array): void {
    this.#hashTaken();
    const left = this.#window.subarray(this.#at);
    if (left.length > maxLineBytes) throw lineTooLong(this.#object, this.#line, this.offset);
    this.#base += this.#at;
    this.#searched -= this.#at;
    this.#window =
      left.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([left, chunk]);
    this.#at = 0;
    this.#hashed = 0;
    const whole = this.#window.subarray(0, this.#window.lastIndexOf(LF) + 1);
    this.#form = isAscii(whole) ? 'ascii' : isUtf8(whole) ? 'utf8' : 'mixed';
  }

  /** There are no more chunks: what is left is the last line. */
  end(): void {
    this.#last = true;
    this.#form = 'mixed';
  }

  /** The next whole line, or undefined when more bytes are needed. */
  next(): SourceLine | undefined {
    const start = this.#at;
    const found = this.#window.indexOf(LF, Math.max(start, this.#searched));
    if (found < 0 && (!this.#last || start >= this.#window.length)) {
      this.#searched = this.#window.length;
      return undefined;
    }
    const next = found < 0 ? this.#window.length : found + 1;
    const stop = found < 0 ? next : found;
    const end = stop > start && this.#window[stop - 1] === CR ? stop - 1 : stop;
    const wellFormed = this.#form !== 'mixed' || isUtf8(this.#window.subarray(start, end));
    this.#at = next;
    return {
      text: wellFormed
        ? this.#window.toString(this.#form === 'ascii' ? 'latin1' : 'utf8', start, end)
        : receivedText(this.#window, start, end),
      wellFormed,
      line: this.#line++,
      byteOffset: this.#base + start,
      endOffset: this.#base + next,
    };
  }

  /** SHA-256 (hex) of the bytes of all lines taken so far. */
  digest(): string {
    this.#hashTaken();
    return this.#hash.copy().digest('hex');
  }

  #hashTaken(): void {
    if (this.#at > this.#hashed) this.#hash.update(this.#window.subarray(this.#hashed, this.#at));
    this.#hashed = this.#at;
  }
}

function lineTooLong(object: string, line: number, byteOffset: number): PayloadError {
  return new PayloadError(
    `${object} has no line end within ${maxLineBytes} bytes from line ${line}, byte ${byteOffset}: it is no DSR file. Check what was delivered.`,
    { code: 'RECORD_TOO_LONG', details: { object, line, byteOffset } },
  );
}
