import { isUtf8 } from 'node:buffer';
import { firstMark, hasByte } from '../bytes/words.ts';
import type { Row } from '../contracts/batch.ts';
import type { BatchDraft } from './batch-draft.ts';
import type { ByteWindow } from './byte-window.ts';
import { singleQuotes } from './delimited-cells.ts';
import { type Candidate, RecordJudge } from './delimited-judge.ts';
import type { DelimitedLayout } from './delimited-layout.ts';
import { DelimitedRow, FoundCells } from './delimited-row.ts';
import type { RecordScanner } from './read-document.ts';

const LF = 10;
const CR = 13;
const lineFeeds = LF * 0x01010101;

/**
 * The hot loop: finds the bounds of records and of wanted cells in one pass over the bytes.
 *
 * The window's sentinel line feed ends every record, so the loop over a cell needs no bounds check; whoever finds it decides whether more bytes may come.
 */
export class DelimitedScanner implements RecordScanner {
  position = 0;
  line = 1;
  readonly header: readonly string[];
  readonly slots: number;
  readonly #layout: DelimitedLayout;
  readonly #judge: RecordJudge;
  readonly #slotOfColumn: ReadonlyMap<number, number>;
  /** Where the cell of a column in row 0 is recorded. */
  readonly #targets: Int32Array;
  /** The record read last; one object for all, for there are millions. */
  readonly #found: { -readonly [Key in keyof Candidate]: Candidate[Key] } = {
    cells: 0,
    surplus: false,
    feeds: 1,
    content: 0,
    next: 0,
    trusted: true,
    broken: undefined,
  };
  readonly #cells = new FoundCells();
  /** Offset in the document up to which the encoding was looked at, and what was found. */
  #checkedTo = 0;
  #trusted = true;

  constructor(layout: DelimitedLayout) {
    this.#layout = layout;
    this.header = layout.names.names;
    const slots = new Map<number, number>();
    const indexes = layout.wanted.map((header) => layout.names.indexOf(header));
    if (indexes.includes(-1)) throw new RangeError('bind asked for a column that the document does not have');
    const watched = (layout.options.skip?.whenEmpty ?? []).map((header) => layout.names.indexOf(header));
    for (const index of [...indexes, ...watched]) if (index >= 0 && !slots.has(index)) slots.set(index, slots.size);
    this.#slotOfColumn = slots;
    this.slots = slots.size;
    const { batchRows } = layout.request;
    this.#targets = Int32Array.from(this.header, (_, index) => (slots.get(index) ?? slots.size) * batchRows);
    const watchedSlots = [...new Set(watched)]
      .filter((index) => index >= 0)
      .map((index) => slots.get(index)! * batchRows);
    this.#judge = new RecordJudge(layout, watchedSlots);
  }

  slotOf(header: string): number | undefined {
    return this.#slotOfColumn.get(this.#layout.names.indexOf(header));
  }

  row(bytes: Buffer, start: number, end: number): Row {
    return new DelimitedRow(bytes, start, end, this.#layout, this.#cells);
  }

  unescape(bytes: Buffer, start: number, end: number, to: number): number {
    return singleQuotes(bytes, start, end, to, this.#layout.dialect.quote);
  }

  scan(draft: BatchDraft, window: ByteWindow, stop: number, final: boolean): void {
    window.bytes[window.end] = LF;
    this.#checkEncoding(window, final);
    const record = this.#found;
    while (draft.records < draft.batchRows && this.position < window.end && this.position < stop) {
      if (!this.#record(draft, window, final)) {
        if (!this.#judge.overlong(draft, window, this)) return;
      } else if (record.broken === undefined && record.next - this.position > this.#layout.maxBytes) {
        this.#judge.overlong(draft, window, this);
      } else if (!this.#judge.settle(draft, window.bytes, window.end, final, record, this)) {
        return;
      }
    }
  }

  /** Looks at whole lines only: a line feed never stands within a UTF-8 sequence. */
  #checkEncoding({ bytes, base, end }: ByteWindow, final: boolean): void {
    const here = base + this.position;
    const from = Math.max(this.#checkedTo, here) - base;
    const to = final || end === 0 ? end : bytes.lastIndexOf(LF, end - 1) + 1;
    if (to <= from) return;
    const valid = isUtf8(bytes.subarray(from, to));
    this.#trusted = valid && (this.#trusted || this.#checkedTo <= here);
    this.#checkedTo = base + to;
  }

  /** Reads one record; false when it goes beyond the bytes that are there. */
  #record(draft: BatchDraft, { bytes, words, end }: ByteWindow, final: boolean): boolean {
    const { delimiter, quote } = this.#layout.dialect;
    const delimiters = delimiter * 0x01010101;
    const { cellStart, cellEnd, rows, trash } = draft;
    const targets = this.#targets;
    const width = targets.length;
    let at = this.position;
    let cells = 0;
    let feeds = 1;
    let surplus = false;
    let from = at;
    let to = at;
    for (;;) {
      from = at;
      if (bytes[at] === quote && at < end) {
        let escapes = false;
        for (at++; at < end; at++) {
          const byte = bytes[at];
          if (byte === LF) feeds++;
          else if (byte === quote) {
            if (at + 1 >= end || bytes[at + 1] !== quote) break;
            escapes = true;
            at++;
          }
        }
        if (at >= end) return final && this.#break('QUOTE_UNCLOSED');
        from++;
        to = at++;
        if (at + 1 >= end && !final) return false;
        if (bytes[at] === CR && at < end && bytes[at + 1] === LF) at++;
        if (bytes[at] !== delimiter && bytes[at] !== LF) return this.#break('QUOTE_MISPLACED');
        if (escapes && cells < width && targets[cells] !== trash) draft.escaped.push(targets[cells]! + rows, from, to);
      } else {
        for (;;) {
          const word = words.getInt32(at, true);
          const marks = hasByte(word, delimiters) | hasByte(word, lineFeeds);
          if (marks !== 0) {
            at += firstMark(marks);
            break;
          }
          at += 4;
        }
        to = at;
        if (bytes[at] === LF && to > from && bytes[to - 1] === CR) to--;
      }
      if (cells < width) {
        const cell = targets[cells]! + rows;
        cellStart[cell] = from;
        cellEnd[cell] = to;
      } else if (to > from) surplus = true;
      cells++;
      if (bytes[at] === LF) break;
      at++;
    }
    if (at >= end && !final) return false;
    const found = this.#found;
    found.cells = cells;
    found.surplus = surplus;
    found.feeds = feeds;
    found.content = at > this.position && bytes[at - 1] === CR ? at - 1 : at;
    found.next = Math.min(at + 1, end);
    found.trusted = this.#trusted;
    found.broken = undefined;
    return true;
  }

  #break(code: 'QUOTE_UNCLOSED' | 'QUOTE_MISPLACED'): true {
    this.#found.trusted = this.#trusted;
    this.#found.broken = code;
    return true;
  }
}
