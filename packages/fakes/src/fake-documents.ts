import { gzipSync } from 'node:zlib';
import { createDraws, type Draws } from './draws.ts';
import type { FakeReport } from './fake-report.ts';

/** How the rows of a document are written down. */
export type FakeFormat =
  | { readonly kind: 'delimited'; readonly delimiter: string }
  /** One JSON object a line. */
  | { readonly kind: 'ndjson' };

/** The documents of a fake API. */
export interface FakeDocuments {
  readonly format: FakeFormat;
  /** Lines of delimited text before its header. @default 0 */
  readonly preamble?: number;
  /** Path and query that a report is asked for with. */
  address(report: FakeReport): string;
  /** A column that nobody can do without. */
  readonly needed: string;
  /** Cells by column, in the order of the columns; the same draws give the same row. */
  row(draws: Draws, index: number, report: FakeReport): Readonly<Record<string, string>>;
  /** The bytes handed out for a text. */
  pack(text: string): Uint8Array;
}

/** Bytes as they are. */
export function plain(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** Gzip. */
export function gzipped(text: string): Uint8Array {
  return gzipSync(text);
}

/** A well-formed ISRC of the range that stands for nobody. */
export function fakeIsrc(index: number): string {
  return `ZZFAK26${String(index % 100_000).padStart(5, '0')}`;
}

function cellText(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function writeDocument({ format, preamble = 0, row }: FakeDocuments, report: FakeReport): string {
  const draws = createDraws('report', report.id, report.version);
  const rows = Array.from({ length: report.rows }, (_, index) => row(draws, index, report));
  if (format.kind === 'ndjson') return rows.map((cells) => `${JSON.stringify(cells)}\n`).join('');
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => cellText(cell, format.delimiter)).join(format.delimiter)}\n`;
  const lines = [Object.keys(rows[0] ?? {}), ...rows.map((cells) => Object.values(cells))].map(line);
  return 'A report\n'.repeat(preamble) + lines.join('');
}

/** Changes a text line by line; lines are counted from 0. */
function changeLines(text: string, change: (line: string, at: number) => string): string {
  return text.trimEnd().split('\n').map(change).concat('').join('\n');
}

/** What can become of a document, as pure functions of its text. */
export function documentEdits({ format, preamble = 0, needed }: FakeDocuments) {
  const withoutLast = (text: string): string => text.replace(/\n[^\n]*\n$/, '\n');
  if (format.kind === 'ndjson') {
    const change = (text: string, edit: (row: Record<string, unknown>) => object): string =>
      changeLines(text, (line) => JSON.stringify(edit(JSON.parse(line))));
    return {
      unknownColumn: (text: string) => change(text, (row) => ({ ...row, Mood: 'calm' })),
      missingColumn: (text: string) => change(text, ({ [needed]: _, ...row }) => row),
      noRows: () => '',
      wrongTotal: withoutLast,
    };
  }
  const { delimiter } = format;
  return {
    unknownColumn: (text: string) =>
      changeLines(text, (line, at) =>
        at < preamble ? line : `${line}${delimiter}${at === preamble ? 'Mood' : 'calm'}`,
      ),
    missingColumn: (text: string) =>
      changeLines(text, (line, at) => {
        const rename = (name: string): string => (name === needed ? 'Mood' : name);
        return at === preamble ? line.split(delimiter).map(rename).join(delimiter) : line;
      }),
    noRows: (text: string) =>
      text
        .split('\n')
        .slice(0, preamble + 1)
        .concat('')
        .join('\n'),
    wrongTotal: withoutLast,
  };
}
