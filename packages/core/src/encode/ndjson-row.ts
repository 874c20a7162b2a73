import { constantOf, hasByte, putConstant } from '../bytes/words.ts';
import type { ItemBatch } from '../contracts/batch.ts';
import { itemFields } from '../contracts/line-item.ts';
import { type Report, reportId } from '../contracts/report.ts';
import { type CellSource, cellSource, copyPlain, maxDigits, putDigits, type RowWriter } from './row-writer.ts';

const quote = 34;
const backslash = 92;
const hex = Buffer.from('0123456789abcdef');
/** Short escapes of JSON: the letter after the backslash, by control character. */
const short = new Map([
  [8, 98],
  [9, 116],
  [10, 110],
  [12, 102],
  [13, 114],
]);

/** Writes line items as JSON, one a line: keys in the order of {@link itemFields}, absent fields left out, numbers as text. */
export function ndjsonRows(report: Report): RowWriter {
  const { dsp, account, feed } = report;
  // Every text leaves its closing quote to what follows it.
  const head = constantOf(JSON.stringify({ dsp, account, feed }).slice(0, -2));
  const middle = constantOf(`","source":{"report":${JSON.stringify(reportId(report))},"line":`);
  const tail = constantOf(report.provenance === 'file' ? ',"provenance":"file"}}\n' : '}}\n');
  const keys = itemFields.map((field) => constantOf(`","${field}":"`));
  /** What a row has besides its cells. */
  const constants = [head, middle, tail, ...keys].reduce((sum, { length }) => sum + length, maxDigits);
  return {
    bind(batch: ItemBatch) {
      const fields = itemFields.flatMap((field, at) => {
        const column = batch.column(field);
        return column ? [{ key: keys[at]!, cells: cellSource(column) }] : [];
      });
      const { lines } = batch;
      return (index, buffer) => {
        let most = constants;
        for (let at = 0; at < fields.length; at++)
          most += (fields[at]!.cells.end[index]! - fields[at]!.cells.start[index]!) * 6;
        buffer.reserve(most);
        const { bytes, words } = buffer;
        let to = putConstant(head, words, buffer.length);
        for (let at = 0; at < fields.length; at++) {
          const { key, cells } = fields[at]!;
          const start = cells.start[index]!;
          if (start < 0) continue;
          const end = cells.end[index]!;
          const from = putConstant(key, words, to);
          to = copyPlain(cells.words, start, end, words, from, isSpecial);
          if (to < 0) to = putEscaped(cells, start, end, bytes, from);
        }
        to = putConstant(middle, words, to);
        to = putDigits(lines[index]!, bytes, to);
        buffer.length = putConstant(tail, words, to);
      };
    },
  };
}

/** Whether one of four bytes is a control character, a quote or a backslash. */
function isSpecial(word: number): boolean {
  return (((word - 0x20202020) & ~word & 0x80808080) | hasByte(word, 0x22222222) | hasByte(word, 0x5c5c5c5c)) !== 0;
}

/** The cell as the inside of a JSON string. */
function putEscaped({ bytes }: CellSource, start: number, end: number, target: Buffer, from: number): number {
  let to = from;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= 32 && byte !== quote && byte !== backslash) {
      target[to++] = byte;
      continue;
    }
    target[to++] = backslash;
    const letter = byte === quote || byte === backslash ? byte : short.get(byte);
    if (letter !== undefined) {
      target[to++] = letter;
      continue;
    }
    target[to++] = 117;
    target[to++] = 48;
    target[to++] = 48;
    target[to++] = hex[byte >> 4]!;
    target[to++] = hex[byte & 15]!;
  }
  return to;
}
