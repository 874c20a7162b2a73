import type { ByteColumn } from '@ledgerline/core';
import type { SaleColumn } from './columns.ts';
import type { SaleRow } from './sale-row.ts';

/** A column while rows arrive, in bytes of its own; a shared cell stands there once for all rows in a run. */
export class ColumnBuilder {
  readonly #column: SaleColumn;
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  #bytes: Buffer;
  #at = 0;
  #rows = 0;
  #last: SaleRow | undefined;

  /** `sizeBytes` is a guess of what all cells need; more is made room for. */
  constructor(column: SaleColumn, maxRows: number, sizeBytes: number) {
    this.#column = column;
    this.#start = new Int32Array(maxRows);
    this.#end = new Int32Array(maxRows);
    this.#bytes = Buffer.allocUnsafeSlow(sizeBytes);
  }

  get sizeBytes(): number {
    return this.#bytes.length;
  }

  add(row: SaleRow): void {
    const index = this.#rows++;
    const last = this.#last;
    if (this.#column.shared && last !== undefined && row.summaries === last.summaries && row.head === last.head) {
      this.#start[index] = this.#start[index - 1]!;
      this.#end[index] = this.#end[index - 1]!;
      return;
    }
    this.#last = row;
    const text = this.#column.read(row);
    this.#start[index] = text === undefined ? -1 : this.#at;
    if (text !== undefined) this.#write(text);
    this.#end[index] = text === undefined ? -1 : this.#at;
  }

  finish(): ByteColumn {
    const rows = this.#rows;
    return { bytes: this.#bytes, start: this.#start.subarray(0, rows), end: this.#end.subarray(0, rows) };
  }

  #write(text: string): void {
    // UTF-8 needs at most three bytes for a UTF-16 code unit.
    const needed = this.#at + text.length * 3;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(needed * 2);
      this.#bytes.copy(larger, 0, 0, this.#at);
      this.#bytes = larger;
    }
    const bytes = this.#bytes;
    let at = this.#at;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) {
        this.#at += bytes.write(text, this.#at);
        return;
      }
      bytes[at++] = code;
    }
    this.#at = at;
  }
}
