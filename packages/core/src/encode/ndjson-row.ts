import { constantOf, hasByte, putConstant } from '../bytes/words.ts';
import type { ItemBatch } from '../contracts/batch.ts';
import { type ItemField, itemFields } from '../contracts/line-item.ts';
import { type Report, reportId } from '../contracts/report.ts';
import { type CellWriter, compileRows, type MakeWriter, type RowParts } from './compiled-rows.ts';
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

/** Rows of a report until making code of them pays. Source: measured, code takes as long to become fast as the loop takes for some ten thousand rows. */
const loopRows = 20_000;

/** Writes line items as JSON, one a line: keys in the order of {@link itemFields}, absent fields left out, numbers as text. */
export function ndjsonRows(report: Report): RowWriter {
  const { dsp, account, feed } = report;
  // Every text leaves its closing quote to what follows it.
  const head = constantOf(JSON.stringify({ dsp, account, feed }).slice(0, -2));
  const middle = constantOf(`","source":{"report":${JSON.stringify(reportId(report))},"line":`);
  const tail = constantOf(report.provenance === 'file' ? ',"provenance":"file"}}\n' : '}}\n');
  const parts: RowParts = {
    length: head.length + middle.length + maxDigits + tail.length,
    begin: (words, to) => putConstant(head, words, to),
    putEscaped,
    end: (line, bytes, words, to) => putConstant(tail, words, putDigits(line, bytes, putConstant(middle, words, to))),
  };
  /** By the way they are made and the fields, of which a batch may have more than the one before. */
  const writers = new Map<string, CellWriter>();
  let rows = 0;
  return {
    bind(batch: ItemBatch) {
      const fields = itemFields.filter((field) => batch.column(field) !== undefined);
      const name = `${rows < loopRows} ${fields.join()}`;
      const make = () => ((rows < loopRows ? undefined : compileRows(fields)) ?? loopOver(fields))(parts);
      const writer = writers.get(name) ?? make();
      writers.set(name, writer);
      rows += batch.length;
      writer.bind(
        fields.map((field) => cellSource(batch.column(field)!)),
        batch.lines,
      );
      return writer.write;
    },
  };
}

/** Whether one of four bytes is a control character, a quote or a backslash. */
function isSpecial(word: number): boolean {
  return (((word - 0x20202020) & ~word & 0x80808080) | hasByte(word, 0x22222222) | hasByte(word, 0x5c5c5c5c)) !== 0;
}

/** What {@link compileRows} makes, where code cannot be made of text. */
export function loopOver(fields: readonly ItemField[]): MakeWriter {
  const keys = fields.map((field) => constantOf(`","${field}":"`));
  const ofKeys = keys.reduce((sum, { length }) => sum + length, 0);
  return (ofRow) => {
    let cells: readonly CellSource[] = [];
    let lines: Int32Array = new Int32Array(0);
    return {
      bind(given, ofRows) {
        cells = given;
        lines = ofRows;
      },
      write(index, buffer) {
        let most = ofRow.length + ofKeys;
        for (const { start, end } of cells) if (start[index]! >= 0) most += (end[index]! - start[index]!) * 6;
        buffer.reserve(most);
        const { bytes, words } = buffer;
        let to = ofRow.begin(words, buffer.length);
        for (let at = 0; at < keys.length; at++) {
          const source = cells[at]!;
          const start = source.start[index]!;
          if (start < 0) continue;
          const end = source.end[index]!;
          const from = putConstant(keys[at]!, words, to);
          to = copyPlain(source.words, start, end, words, from, isSpecial);
          if (to < 0) to = ofRow.putEscaped(source, start, end, bytes, from);
        }
        buffer.length = ofRow.end(lines[index]!, bytes, words, to);
      },
    };
  };
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
