import type { ByteColumn, ItemBatch } from '../contracts/batch.ts';
import { itemFields } from '../contracts/line-item.ts';
import { type Report, reportId } from '../contracts/report.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import type { RowWriter } from './row-writer.ts';

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
  const head = Buffer.from(JSON.stringify({ dsp, account, feed }).slice(0, -1));
  const middle = Buffer.from(`,"source":{"report":${JSON.stringify(reportId(report))},"line":`);
  const tail = Buffer.from('}}\n');
  const keys = itemFields.map((field) => Buffer.from(`,"${field}":"`));
  return {
    bind(batch: ItemBatch) {
      const fields = itemFields.flatMap((field, at) => {
        const column = batch.column(field);
        return column ? [{ key: keys[at]!, column }] : [];
      });
      return (index, buffer) => {
        buffer.append(head);
        for (const { key, column } of fields) {
          const start = column.start[index]!;
          if (start < 0) continue;
          buffer.append(key);
          writeText(column, start, column.end[index]!, buffer);
        }
        buffer.append(middle);
        writeDigits(batch.lines[index]!, buffer);
        buffer.append(tail);
      };
    },
  };
}

/** The cell as the inside of a JSON string, closing quote included. */
function writeText(column: ByteColumn, start: number, end: number, buffer: ByteBuffer): void {
  const { bytes } = column;
  const target = buffer.reserve((end - start) * 6 + 1);
  let to = buffer.length;
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
  target[to++] = quote;
  buffer.length = to;
}

/** A non-negative integer in decimal digits. */
export function writeDigits(value: number, buffer: ByteBuffer): void {
  const target = buffer.reserve(10);
  let digits = 1;
  for (let rest = value; rest >= 10; rest = (rest / 10) | 0) digits++;
  let rest = value;
  for (let at = buffer.length + digits - 1; at >= buffer.length; at--) {
    target[at] = 48 + (rest % 10);
    rest = (rest / 10) | 0;
  }
  buffer.length += digits;
}
