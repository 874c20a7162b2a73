/** Cells of one column as positions in shared bytes; `start[i] === -1` is an absent cell. Structurally the `ByteColumn` of the contracts. */
export interface CellColumn {
  readonly bytes: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The text of `bytes[start, end)`, which must be valid UTF-8. */
export function utf8Text(bytes: Uint8Array, start: number, end: number): string {
  return viewOf(bytes).toString('utf8', start, end);
}

/** The text of a cell; undefined when it is absent or empty. */
export function cellText(column: CellColumn, index: number): string | undefined {
  const start = column.start[index]!;
  const end = column.end[index]!;
  return start < 0 || start >= end ? undefined : utf8Text(column.bytes, start, end);
}

/** FNV-1a over `bytes[start, end)`, continued from `seed`; for tables, not for integrity. */
export function hashCell(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = seed;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  // A separator, so that `ab|c` and `a|bc` differ.
  return Math.imul(hash ^ 0x1ff, 0x01000193);
}

export const hashSeed = 0x811c9dc5 | 0;

/** Whether `bytes[start, end)` are exactly the bytes of `other[from, to)`. */
export function sameCell(
  bytes: Uint8Array,
  start: number,
  end: number,
  other: Uint8Array,
  from: number,
  to: number,
): boolean {
  if (end - start !== to - from) return false;
  for (let at = start, against = from; at < end; at++, against++) {
    if (bytes[at] !== other[against]) return false;
  }
  return true;
}

/** A column in which every one of `length` rows has the same text. */
export function constantColumn(text: string, length: number): CellColumn {
  const bytes = Buffer.from(text);
  return { bytes, start: new Int32Array(length), end: new Int32Array(length).fill(bytes.length) };
}

/** A column made of strings; undefined is an absent cell. */
export function columnOf(texts: readonly (string | undefined)[]): CellColumn {
  const builder = new ColumnBuilder(texts.length);
  for (const text of texts) builder.pushText(text);
  return builder.finish();
}

/** Texts up to this length are written faster here than by the platform, which is called for each. */
const shortText = 48;

/** Writes a short text of ASCII characters; false when it is something else. */
function putAscii(text: string, target: Uint8Array, to: number): boolean {
  if (text.length > shortText) return false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) return false;
    target[to + at] = code;
  }
  return true;
}

/** Builds a column cell by cell, in row order. */
export class ColumnBuilder {
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  #bytes: Buffer;
  #used = 0;
  #rows = 0;

  constructor(capacity: number, bytesHint = capacity * 16 + 64) {
    this.#start = new Int32Array(capacity);
    this.#end = new Int32Array(capacity);
    this.#bytes = Buffer.allocUnsafeSlow(bytesHint);
  }

  /** A builder that holds a copy of the first `length` rows of a column; of none, that many absent cells. */
  static of(column: CellColumn | undefined, length: number): ColumnBuilder {
    const builder = new ColumnBuilder(length);
    if (column === undefined) {
      while (builder.length < length) builder.pushAbsent();
      return builder;
    }
    const { bytes, start, end } = column;
    for (let row = 0; row < length; row++) {
      if (start[row]! < 0) builder.pushAbsent();
      else builder.pushBytes(bytes, start[row]!, end[row]!);
    }
    return builder;
  }

  pushAbsent(): void {
    this.#start[this.#rows] = -1;
    this.#end[this.#rows++] = -1;
  }

  pushText(text: string | undefined): void {
    if (text === undefined) {
      this.pushAbsent();
      return;
    }
    this.#reserve(text.length * 3);
    this.#place(putAscii(text, this.#bytes, this.#used) ? text.length : this.#bytes.write(text, this.#used));
  }

  pushBytes(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#reserve(length);
    const target = this.#bytes;
    for (let at = start, to = this.#used; at < end; at++, to++) target[to] = bytes[at]!;
    this.#place(length);
  }

  /** Gives the next row the bytes of an earlier one. */
  pushAgain(start: number, end: number): void {
    this.#start[this.#rows] = start;
    this.#end[this.#rows++] = end;
  }

  /** Bytes written so far; the next cell begins there. */
  get used(): number {
    return this.#used;
  }

  /** Gives one row another text, or none. */
  replace(row: number, text: string | undefined): void {
    const rows = this.#rows;
    this.#rows = row;
    this.pushText(text);
    this.#rows = rows;
  }

  get length(): number {
    return this.#rows;
  }

  finish(): CellColumn {
    return { bytes: this.#bytes, start: this.#start, end: this.#end };
  }

  #place(length: number): void {
    this.#start[this.#rows] = this.#used;
    this.#used += length;
    this.#end[this.#rows++] = this.#used;
  }

  #reserve(more: number): void {
    if (this.#used + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#used + more));
    this.#bytes.copy(grown, 0, 0, this.#used);
    this.#bytes = grown;
  }
}
