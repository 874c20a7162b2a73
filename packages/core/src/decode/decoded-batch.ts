import { receivedText } from '../bytes/utf8.ts';
import type { ByteColumn, Place, RejectedRow, Row, RowBatch, RowCursor, SkipCounts } from '../contracts/batch.ts';
import type { BatchDraft } from './batch-draft.ts';
import { enlarged } from './byte-window.ts';

/** What a format knows about its records beyond positions. */
export interface RecordFormat {
  readonly header: readonly string[];
  /** The slot a header is recorded in, or undefined. */
  slotOf(header: string): number | undefined;
  /** A view of the record in `bytes[start, end)`, split when it is asked. */
  row(bytes: Buffer, start: number, end: number): Row;
  /** Writes the plain text of the escaped cell `bytes[start, end)` at `to`, never longer than the cell; gives its length. */
  unescape(bytes: Buffer, start: number, end: number, to: number): number;
}

/** The bytes a batch was scanned from: `used` of them are its own; `recycle` takes back the memory of a batch nobody holds. */
export interface BatchMemory {
  readonly bytes: Buffer;
  readonly used: number;
  readonly recycle: (bytes: Buffer, draft: BatchDraft) => void;
}

/** A finished batch over the bytes it was scanned from. */
export class DecodedBatch implements RowBatch {
  readonly length: number;
  readonly header: readonly string[];
  readonly records: number;
  readonly lines: Int32Array;
  readonly rejects: readonly RejectedRow[];
  readonly skipped: SkipCounts;
  readonly cursor: RowCursor;
  readonly #bytes: Buffer;
  readonly #draft: BatchDraft;
  readonly #format: RecordFormat;
  readonly #recycle: (bytes: Buffer, draft: BatchDraft) => void;
  #released = false;

  constructor(draft: BatchDraft, format: RecordFormat, { bytes, used, recycle }: BatchMemory, cursor: RowCursor) {
    this.length = draft.rows;
    this.header = format.header;
    this.records = draft.records;
    this.lines = draft.lines;
    this.rejects = draft.rejects;
    this.skipped = draft.skipped;
    this.cursor = cursor;
    this.#draft = draft;
    this.#format = format;
    this.#bytes = unescapeCells(draft, format, bytes, used);
    this.#recycle = recycle;
  }

  column(header: string): ByteColumn {
    const slot = this.#format.slotOf(header);
    if (slot === undefined) throw new RangeError(`column ${JSON.stringify(header)} was not bound`);
    this.#demandHeld();
    const { batchRows, cellStart, cellEnd } = this.#draft;
    const from = slot * batchRows;
    return {
      bytes: this.#bytes,
      start: cellStart.subarray(from, from + batchRows),
      end: cellEnd.subarray(from, from + batchRows),
    };
  }

  row(index: number): Row {
    const [start, end] = this.#bounds(index);
    return this.#format.row(this.#bytes, start, end);
  }

  place(index: number): Place {
    const [start] = this.#bounds(index);
    return {
      object: this.#draft.object,
      record: this.#draft.firstRecord + this.#draft.ordinals[index]!,
      line: this.lines[index]!,
      byteOffset: this.#draft.base + start,
    };
  }

  raw(index: number): string {
    const [start, end] = this.#bounds(index);
    return receivedText(this.#bytes, start, end);
  }

  release(): void {
    this.#demandHeld();
    this.#released = true;
    this.#recycle(this.#bytes, this.#draft);
  }

  #demandHeld(): void {
    if (this.#released) throw new RangeError('the batch was released; its bytes may be those of another one');
  }

  #bounds(index: number): [number, number] {
    this.#demandHeld();
    if (!(index >= 0 && index < this.length)) throw new RangeError(`row ${index} of a batch of ${this.length}`);
    return [this.#draft.recordStart[index]!, this.#draft.recordEnd[index]!];
  }
}

/** Writes escaped cells plainly behind the batch's own bytes, which stay as received. */
function unescapeCells(draft: BatchDraft, format: RecordFormat, bytes: Buffer, used: number): Buffer {
  const { escaped, cellStart, cellEnd } = draft;
  if (escaped.length === 0) return bytes;
  let room = used;
  for (let at = 0; at < escaped.length; at += 3) room += escaped[at + 2]! - escaped[at + 1]!;
  const target = room <= bytes.length ? bytes : enlarged(bytes, used, room);
  let to = used;
  for (let at = 0; at < escaped.length; at += 3) {
    const [cell, start, end] = [escaped[at]!, escaped[at + 1]!, escaped[at + 2]!];
    // The cell may have belonged to a record that was rejected, or scanned again, since.
    if (cellStart[cell] !== start || cellEnd[cell] !== end) continue;
    const length = format.unescape(target, start, end, to);
    cellStart[cell] = to;
    cellEnd[cell] = to + length;
    to += length;
  }
  return target;
}
