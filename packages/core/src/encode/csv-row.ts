import { constantOf, hasByte, putConstant } from '../bytes/words.ts';
import type { ItemBatch } from '../contracts/batch.ts';
import { itemFields } from '../contracts/line-item.ts';
import { type Report, reportId } from '../contracts/report.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import { type CellSource, cellSource, copyPlain, maxDigits, putDigits, type RowWriter } from './row-writer.ts';

const quote = 34;
const comma = 44;

/** The column names every CSV file of the lake begins with, line feed included. */
export const csvHeader = `${['dsp', 'account', 'feed', ...itemFields, 'sourceReport', 'sourceLine', 'sourceProvenance'].join(',')}\n`;

/** Writes line items as CSV (RFC 4180, line feeds): always the same columns, absent fields empty. */
export function csvRows(report: Report): RowWriter {
  const head = constantOf([report.dsp, report.account, report.feed].map(quoted).join(','));
  const source = constantOf(`,${quoted(reportId(report))},`);
  const tail = constantOf(`,${report.provenance ?? 'api'}\n`);
  return {
    bind(batch: ItemBatch) {
      const columns = itemFields.map((field) => {
        const column = batch.column(field);
        return column && cellSource(column);
      });
      const { lines } = batch;
      return (index, buffer) => {
        buffer.reserve(head.length);
        buffer.length = putConstant(head, buffer.words, buffer.length);
        for (let at = 0; at < columns.length; at++) {
          const cells = columns[at];
          const start = cells === undefined ? -1 : cells.start[index]!;
          const end = cells === undefined || start < 0 ? start : cells.end[index]!;
          buffer.reserve((end - start) * 2 + 3);
          buffer.bytes[buffer.length++] = comma;
          if (cells !== undefined && start >= 0) writeCell(cells, start, end, buffer);
        }
        buffer.reserve(source.length + maxDigits + tail.length);
        const to = putConstant(source, buffer.words, buffer.length);
        buffer.length = putConstant(tail, buffer.words, putDigits(lines[index]!, buffer.bytes, to));
      };
    },
  };
}

function writeCell(cells: CellSource, start: number, end: number, buffer: ByteBuffer): void {
  const plain = start === end ? -1 : copyPlain(cells.words, start, end, buffer.words, buffer.length, isSpecial);
  buffer.length = plain < 0 ? putQuoted(cells, start, end, buffer.bytes, buffer.length) : plain;
}

/** Whether one of four bytes makes it necessary to quote. */
function isSpecial(word: number): boolean {
  const marks = hasByte(word, 0x22222222) | hasByte(word, 0x2c2c2c2c);
  return (marks | hasByte(word, 0x0a0a0a0a) | hasByte(word, 0x0d0d0d0d)) !== 0;
}

function putQuoted({ bytes }: CellSource, start: number, end: number, target: Buffer, from: number): number {
  let to = from;
  target[to++] = quote;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === quote) target[to++] = quote;
    target[to++] = byte;
  }
  target[to++] = quote;
  return to;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
