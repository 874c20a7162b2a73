import { isUtf8 } from 'node:buffer';
import { firstInvalidUtf8 } from '../bytes/utf8.ts';
import { PayloadError } from '../errors/leaves.ts';
import type { BatchDraft, Fault } from './batch-draft.ts';
import type { ByteWindow } from './byte-window.ts';
import { isBlankRecord, lineEnd, splitCells } from './delimited-cells.ts';
import type { DelimitedLayout } from './delimited-layout.ts';

/** A record as the scanner found it. */
export interface Candidate {
  readonly cells: number;
  /** A cell beyond the header that is not empty. */
  readonly surplus: boolean;
  /** Line feeds the record takes, at least 1. */
  readonly feeds: number;
  readonly content: number;
  readonly next: number;
  /** Its bytes are known to be UTF-8. */
  readonly trusted: boolean;
  /** Its quotes make no sense; only the first line counts as the record. */
  readonly broken: 'QUOTE_UNCLOSED' | 'QUOTE_MISPLACED' | undefined;
}

interface Reading {
  position: number;
  line: number;
}

const reasons = {
  QUOTE_UNCLOSED: 'a quoted cell is never closed',
  QUOTE_MISPLACED: 'text follows a closing quote',
};

/** Decides what a record is: a row, a reject, a footer or nothing; the ordinary row costs one look at a table. */
export class RecordJudge {
  readonly #layout: DelimitedLayout;
  /** First bytes of records that are not simply rows. */
  readonly #unusual = new Uint8Array(256);
  readonly #comment: Buffer | undefined;
  /** First recorded cells of the columns that must not all be empty. */
  readonly #watched: readonly number[];
  readonly #marks: readonly string[];
  #afterFooter = false;

  constructor(layout: DelimitedLayout, watched: readonly number[]) {
    this.#layout = layout;
    this.#watched = watched;
    const { skip, footerMarks = [] } = layout.options;
    this.#comment = skip?.comment === undefined ? undefined : Buffer.from(skip.comment);
    this.#marks = footerMarks.map((mark) => mark.toLowerCase());
    const firsts = ['"', ' ', '\t', '\r', '\n', layout.options.delimiter, skip?.comment ?? ''];
    for (const mark of this.#marks) firsts.push(mark, mark.toUpperCase());
    for (const first of firsts) if (first !== '') this.#unusual[Buffer.from(first)[0]!] = 1;
  }

  /** Puts the record into the draft and moves on; false when more bytes are needed to do so. */
  settle(draft: BatchDraft, bytes: Buffer, end: number, final: boolean, record: Candidate, reading: Reading): boolean {
    const start = reading.position;
    if (record.broken !== undefined) {
      const line = lineEnd(bytes, start, end);
      if (bytes[line.next - 1] !== 10 && !final) return false;
      const fault = { code: record.broken, message: reasons[record.broken] };
      draft.reject(bytes, start, line.content, reading.line, fault);
      if (line.next === end && bytes[end - 1] !== 10) this.#noteCut(reading.line);
      reading.position = line.next;
      reading.line++;
      return true;
    }
    const { content, next, feeds, cells } = record;
    const { rows, rejects } = draft;
    const rejected = rejects.length;
    const usual = cells === this.#layout.names.names.length && record.trusted && this.#unusual[bytes[start]!] === 0;
    if (usual && !this.#afterFooter) this.#settleRow(draft, start, content, reading.line);
    else this.#settleUnusual(draft, bytes, start, record, reading.line);
    if (next === end && bytes[end - 1] !== 10) {
      if (rejects.length > rejected) this.#noteCut(reading.line);
      else if (draft.rows > rows) this.#noteOpenEnd(reading.line);
    }
    reading.position = next;
    reading.line += feeds;
    return true;
  }

  /** A last line that has no end and cannot be read is what is left of a row: more rows may have followed. */
  #noteCut(line: number): void {
    const { object, observer } = this.#layout.request;
    const message = `${object} ends in the middle of line ${line}, which cannot be read; what came after it may be missing. Have it delivered again.`;
    observer.finding('DOCUMENT_CUT', message, 'error');
  }

  #noteOpenEnd(line: number): void {
    this.#layout.request.observer.evidence({
      kind: 'open-end',
      holds: true,
      detail: `line ${line}, the last, has no end`,
    });
  }

  /** A record longer than allowed: its first line is rejected when a quote runs on, anything else is an error. False when there is no such record. */
  overlong(draft: BatchDraft, { bytes, end, base }: ByteWindow, reading: Reading): boolean {
    const { maxBytes, request } = this.#layout;
    const start = reading.position;
    if (end - start <= maxBytes) return false;
    const line = lineEnd(bytes, start, end);
    if (line.content - start > maxBytes || bytes[line.next - 1] !== 10) {
      throw new PayloadError(
        `${request.object}, line ${reading.line}: a record is longer than ${maxBytes} bytes. Check the delimiter, or raise maxRecordBytes.`,
        { code: 'RECORD_TOO_LONG', details: { object: request.object, line: reading.line, byteOffset: base + start } },
      );
    }
    draft.reject(bytes, start, line.content, reading.line, { code: 'QUOTE_UNCLOSED', message: reasons.QUOTE_UNCLOSED });
    reading.position = line.next;
    reading.line++;
    return true;
  }

  #settleRow(draft: BatchDraft, start: number, content: number, line: number): void {
    const { cellStart, cellEnd, rows } = draft;
    if (this.#watched.length > 0 && this.#watched.every((cell) => cellStart[cell + rows] === cellEnd[cell + rows])) {
      draft.skip('empty');
    } else {
      draft.accept(start, content, line);
    }
  }

  #settleUnusual(draft: BatchDraft, bytes: Buffer, start: number, record: Candidate, line: number): void {
    const reason = this.#reasonToSkip(bytes, start, record);
    if (reason !== undefined) {
      draft.skip(reason);
      return;
    }
    const { content, cells, surplus } = record;
    const fault = this.#faultOf(bytes, start, record) ?? widthFault(cells, this.#layout.names.names.length, surplus);
    if (fault === undefined) this.#settleRow(draft, start, content, line);
    else draft.reject(bytes, start, content, line, fault);
  }

  #reasonToSkip(bytes: Buffer, start: number, { content, cells }: Candidate): string | undefined {
    const { dialect, names } = this.#layout;
    if (isBlankRecord(bytes, start, content, dialect)) return 'blank';
    const comment = this.#comment;
    if (comment?.equals(bytes.subarray(start, start + comment.length))) return 'comment';
    return this.#isFooter(bytes, start, content, cells !== names.names.length) ? 'footer' : undefined;
  }

  #isFooter(bytes: Buffer, start: number, content: number, otherWidth: boolean): boolean {
    const { footer } = this.#layout.options;
    if (footer === undefined) return false;
    const marked = () => {
      const first = bytes
        .toString('utf8', start, Math.min(content, start + 64))
        .replace(/^"/, '')
        .toLowerCase();
      return this.#marks.some((mark) => first.startsWith(mark));
    };
    if (!otherWidth && !this.#afterFooter && !marked()) return false;
    const verdict = footer(splitCells(bytes, start, content, this.#layout.dialect));
    if (verdict === undefined) return false;
    this.#afterFooter = true;
    if (verdict !== 'skip') this.#layout.request.observer.claim(verdict);
    return true;
  }

  #faultOf(bytes: Buffer, start: number, { content, trusted }: Candidate): Fault | undefined {
    if (trusted || isUtf8(bytes.subarray(start, content))) return undefined;
    const at = firstInvalidUtf8(bytes, start, content);
    const path = this.#layout.names.names[splitCells(bytes, start, at, this.#layout.dialect).length - 1];
    const message = 'a cell is not UTF-8; declare the charset of the source if the whole document is in another';
    return { code: 'INVALID_UTF8', message, at, ...(path === undefined ? {} : { path }) };
  }
}

function widthFault(cells: number, width: number, surplus: boolean): Fault | undefined {
  if (cells < width) return { code: 'ROW_TOO_SHORT', message: `the row has ${cells} cells, the header ${width}` };
  return surplus ? { code: 'ROW_TOO_LONG', message: `the row has ${cells} cells, the header ${width}` } : undefined;
}
