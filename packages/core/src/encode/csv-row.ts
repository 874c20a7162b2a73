import type { ByteColumn, ItemBatch } from '../contracts/batch.ts';
import { itemFields } from '../contracts/line-item.ts';
import { type Report, reportId } from '../contracts/report.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import { writeDigits } from './ndjson-row.ts';
import type { RowWriter } from './row-writer.ts';

const quote = 34;
const comma = 44;

/** The column names every CSV file of the lake begins with, line feed included. */
export const csvHeader = `${['dsp', 'account', 'feed', ...itemFields, 'sourceReport', 'sourceLine'].join(',')}\n`;

/** Writes line items as CSV (RFC 4180, line feeds): always the same columns, absent fields empty. */
export function csvRows(report: Report): RowWriter {
  const head = Buffer.from(`${[report.dsp, report.account, report.feed].map(quoted).join(',')}`);
  const source = Buffer.from(`,${quoted(reportId(report))},`);
  const separator = Buffer.from(',');
  const lineFeed = Buffer.from('\n');
  return {
    bind(batch: ItemBatch) {
      const columns = itemFields.map((field) => batch.column(field));
      return (index, buffer) => {
        buffer.append(head);
        for (const column of columns) {
          buffer.append(separator);
          const start = column?.start[index] ?? -1;
          if (column && start >= 0) writeCell(column, start, column.end[index]!, buffer);
        }
        buffer.append(source);
        writeDigits(batch.lines[index]!, buffer);
        buffer.append(lineFeed);
      };
    },
  };
}

function writeCell({ bytes }: ByteColumn, start: number, end: number, buffer: ByteBuffer): void {
  const target = buffer.reserve((end - start) * 2 + 2);
  let to = buffer.length;
  let special = end === start;
  for (let at = start; at < end && !special; at++) {
    const byte = bytes[at]!;
    special = byte === quote || byte === comma || byte === 10 || byte === 13;
  }
  if (special) target[to++] = quote;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === quote) target[to++] = quote;
    target[to++] = byte;
  }
  if (special) target[to++] = quote;
  buffer.length = to;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
