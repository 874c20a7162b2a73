import { receivedText } from '../bytes/utf8.ts';
import type { RejectedRow } from '../contracts/batch.ts';

export interface DraftShape {
  readonly object: string;
  /** Columns whose cells are recorded. */
  readonly slots: number;
  readonly batchRows: number;
}

/**
 * A batch while it is being scanned: where records and cells begin and end, no strings.
 *
 * Shape: the cell of slot `s` in row `r` stands at `s * batchRows + r`; one more slot takes the cells nobody asked for.
 */
export class BatchDraft {
  readonly object: string;
  readonly slots: number;
  readonly batchRows: number;
  readonly cellStart: Int32Array;
  readonly cellEnd: Int32Array;
  readonly recordStart: Int32Array;
  readonly recordEnd: Int32Array;
  readonly lines: Int32Array;
  /** Number of the record within this batch. */
  readonly ordinals: Int32Array;
  rejects: RejectedRow[] = [];
  skipped: Record<string, number> = {};
  /** Cells with escapes: position, start and end, three by three. */
  escaped: number[] = [];
  rows = 0;
  records = 0;
  skips = 0;
  /** Records of the document before this batch. */
  firstRecord = 0;
  /** Offset of the batch's first byte in the document. */
  base = 0;

  constructor({ object, slots, batchRows }: DraftShape) {
    this.object = object;
    this.slots = slots;
    this.batchRows = batchRows;
    const cells = (slots + 1) * batchRows;
    const positions = new Int32Array(2 * cells + 4 * batchRows);
    let at = 0;
    const part = (length: number) => {
      at += length;
      return positions.subarray(at - length, at);
    };
    this.cellStart = part(cells);
    this.cellEnd = part(cells);
    this.recordStart = part(batchRows);
    this.recordEnd = part(batchRows);
    this.lines = part(batchRows);
    this.ordinals = part(batchRows);
  }

  /** Begins a batch, in the memory of one that nobody holds any more. */
  begin(firstRecord: number, base: number): this {
    this.firstRecord = firstRecord;
    this.base = base;
    this.rows = 0;
    this.records = 0;
    this.skips = 0;
    this.rejects = [];
    this.skipped = {};
    this.escaped = [];
    return this;
  }

  /** Where unwanted cells go. */
  get trash(): number {
    return this.slots * this.batchRows;
  }

  accept(start: number, end: number, line: number): void {
    const row = this.rows++;
    this.recordStart[row] = start;
    this.recordEnd[row] = end;
    this.lines[row] = line;
    this.ordinals[row] = this.records++;
  }

  reject(bytes: Uint8Array, start: number, end: number, line: number, fault: Fault): void {
    const byteOffset = this.base + (fault.at ?? start);
    this.rejects.push({
      stage: 'decode',
      code: fault.code,
      ...(fault.path === undefined ? {} : { path: fault.path }),
      message: `${fault.message} (${this.object}, line ${line}, byte ${byteOffset})`,
      place: { object: this.object, record: this.firstRecord + this.records, line, byteOffset: this.base + start },
      raw: receivedText(bytes, start, end),
    });
    this.records++;
  }

  skip(reason: string): void {
    this.skipped[reason] = (this.skipped[reason] ?? 0) + 1;
    this.skips++;
  }
}

/** Why a record cannot be decoded; `at` is where in the window, when it is not the record's start. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly path?: string;
  readonly at?: number;
}
