import { utf8Text } from '../bytes/cells.ts';
import { firstInvalidUtf8 } from '../bytes/utf8.ts';
import type { Row } from '../contracts/batch.ts';
import { PayloadError } from '../errors/leaves.ts';
import type { BatchDraft, Fault } from './batch-draft.ts';
import type { ByteWindow } from './byte-window.ts';
import { escapedText, JsonReader } from './json-reader.ts';
import type { JsonNode, JsonTree } from './json-tree.ts';
import type { RecordScanner } from './read-document.ts';
import { strictDecimal, strictInteger } from './strict-cells.ts';

const LF = 10;

export interface NdjsonLayout {
  readonly object: string;
  readonly tree: JsonTree;
  readonly header: readonly string[];
  readonly wanted: readonly string[];
  readonly maxBytes: number;
}

/** Finds records line by line and records where the wanted values stand. */
export class NdjsonScanner implements RecordScanner {
  position = 0;
  line = 1;
  readonly header: readonly string[];
  readonly slots: number;
  readonly #layout: NdjsonLayout;
  readonly #reader: JsonReader;

  constructor(layout: NdjsonLayout) {
    this.#layout = layout;
    this.header = layout.header;
    this.#reader = new JsonReader(layout.tree);
    let slots = 0;
    for (const path of layout.wanted) {
      const node = layout.tree.find(path);
      if (node === undefined)
        throw new RangeError(`bind asked for ${JSON.stringify(path)}, which the document does not have`);
      if (node.slot < 0) node.slot = slots++;
    }
    this.slots = slots;
  }

  slotOf(header: string): number | undefined {
    const slot = this.#layout.tree.find(header)?.slot ?? -1;
    return slot < 0 ? undefined : slot;
  }

  unescape(bytes: Buffer, start: number, end: number, to: number): number {
    return bytes.write(escapedText(bytes, start, end), to);
  }

  row(bytes: Buffer, start: number, end: number): Row {
    let cells: Map<string, string | undefined> | undefined;
    const read = () => {
      cells ??= this.#cells(bytes, start, end);
      return cells;
    };
    return {
      get: (path) => read().get(path),
      int: (path) => strictInteger(path, read().get(path)),
      decimal: (path) => strictDecimal(path, read().get(path)),
      toObject: () => Object.fromEntries(read()),
    };
  }

  scan(draft: BatchDraft, window: ByteWindow, stop: number, final: boolean): void {
    const { bytes, end } = window;
    bytes[end] = LF;
    const { cellStart, batchRows, slots, escaped } = draft;
    const record = (node: JsonNode, from: number, to: number, hasEscapes: boolean) => {
      if (node.slot < 0) return;
      const cell = node.slot * batchRows + draft.rows;
      cellStart[cell] = from;
      draft.cellEnd[cell] = to;
      if (hasEscapes) escaped.push(cell, from, to);
    };
    while (draft.records < batchRows && this.position < end && this.position < stop) {
      const start = this.position;
      const lf = bytes.indexOf(LF, start);
      checkLength(Math.min(lf, end) - start, this.line, this.#layout);
      if (lf >= end && !final) return;
      const content = lf > start && bytes[lf - 1] === 13 ? lf - 1 : lf;
      for (let slot = 0; slot < slots; slot++) cellStart[slot * batchRows + draft.rows] = -1;
      if (isBlank(bytes, start, content)) {
        draft.skip('blank');
      } else {
        const fault = this.#faultOf(bytes, start, content, this.#reader.read(bytes, start, content, record));
        if (fault?.code === 'NDJSON_INVALID' && lf >= end)
          throw truncated(this.#layout.object, this.line, window.base + start);
        if (fault === undefined) draft.accept(start, content, this.line);
        else draft.reject(bytes, start, content, this.line, fault);
      }
      this.position = Math.min(lf + 1, end);
      this.line++;
    }
  }

  #faultOf(bytes: Buffer, start: number, end: number, kind: 'object' | 'other' | 'invalid'): Fault | undefined {
    const bad = firstInvalidUtf8(bytes, start, end);
    if (bad >= 0) return { code: 'INVALID_UTF8', message: 'the line is not UTF-8', at: bad };
    if (kind === 'invalid') return { code: 'NDJSON_INVALID', message: 'the line is not valid JSON' };
    return kind === 'other' ? { code: 'NDJSON_NOT_OBJECT', message: 'the line is no JSON object' } : undefined;
  }

  #cells(bytes: Buffer, start: number, end: number): Map<string, string | undefined> {
    const cells = new Map<string, string | undefined>();
    this.#reader.read(bytes, start, end, (node, from, to, hasEscapes) => {
      if (from < 0) cells.set(node.path, undefined);
      else cells.set(node.path, hasEscapes ? escapedText(bytes, from, to) : utf8Text(bytes, from, to));
    });
    return cells;
  }
}

export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 32 && byte !== 9 && byte !== 13) return false;
  }
  return true;
}

export function truncated(object: string, line: number, byteOffset: number): PayloadError {
  return new PayloadError(`${object} breaks off in the middle of line ${line} (byte ${byteOffset}). Read it again.`, {
    code: 'NDJSON_TRUNCATED',
    details: { object, line, byteOffset },
  });
}

export function checkLength(length: number, line: number, layout: Pick<NdjsonLayout, 'object' | 'maxBytes'>): void {
  if (length <= layout.maxBytes) return;
  throw new PayloadError(
    `${layout.object}, line ${line}: a record is longer than ${layout.maxBytes} bytes. Check that it is one JSON object a line, or raise maxRecordBytes.`,
    { code: 'RECORD_TOO_LONG', details: { object: layout.object, line } },
  );
}
