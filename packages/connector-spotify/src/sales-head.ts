import { constants, gunzipSync } from 'node:zlib';
import { PayloadError } from '@ledgerline/core';
import type { Drop } from '@ledgerline/drop';
import { salesHeaderMarks } from './records.ts';

/** Wire bytes that are looked at; three lines of a report are far shorter. */
const headBytes = 16 * 1024;

/** What the two preamble rows of a sales report tell. */
export interface SalesHead {
  /** The third cell of row 2 as a month (`YYYY-MM`); absent when the cell is not there or empty. */
  readonly month?: string;
}

function fail(path: string, code: string, message: string, cause?: unknown): PayloadError {
  return new PayloadError(`${path}: ${message}`, { code, details: { path }, cause });
}

async function readHead(drop: Drop, path: string): Promise<Uint8Array> {
  for await (const chunk of drop.open(path)) {
    const wire = chunk.subarray(0, headBytes);
    if (wire[0] !== 0x1f || wire[1] !== 0x8b) return wire;
    try {
      // A flush at the cut-off end takes what is there instead of complaining about what is not.
      return gunzipSync(wire, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024 });
    } catch (cause) {
      throw fail(path, 'GZIP_CORRUPT', 'it is no readable gzip; have it delivered again.', cause);
    }
  }
  throw fail(path, 'FILE_EMPTY', 'the file has no bytes; have it delivered again, or remove it.');
}

/**
 * A month in one of the forms that the period cell may have: `YYYYMM`, `YYYY-MM`, `YYYY-MM-DD`, `YYYYMMDD`.
 *
 * Source: the form is not documented; these are ours, and anything else is reported rather than guessed.
 */
export function readMonth(text: string): string | undefined {
  const match = /^(\d{4})(-?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?$/.exec(text);
  return match === null ? undefined : `${match[1]}-${match[3]}`;
}

/** A cell for a message: only what cannot be anybody's data. */
function shown(cell: string): string {
  return /^[\d\s./:-]{1,24}$/.test(cell) ? `"${cell}"` : `a text of ${cell.length} characters`;
}

/**
 * Looks into the head of a sales report: two preamble rows, then the column header on row 3.
 *
 * Errors: PayloadError `HEADER_MISSING` when row 3 is no header, `PERIOD_UNREADABLE` when the period cell has an unknown form.
 */
export async function readSalesHead(drop: Drop, path: string): Promise<SalesHead> {
  const text = new TextDecoder('utf-8').decode(await readHead(drop, path));
  const [, values = '', header = ''] = text.split(/\r?\n/, 4);
  const names = header.split('\t').map((name) => name.trim().toLowerCase());
  if (!salesHeaderMarks.every((mark) => names.includes(mark))) {
    throw fail(
      path,
      'HEADER_MISSING',
      'row 3 is not the column header of a sales report (Country, ISRC, Quantity …); the two preamble rows may be missing. Have it delivered again as Spotify wrote it.',
    );
  }
  const cell = (values.split('\t')[2] ?? '').trim();
  if (cell === '') return {};
  const month = readMonth(cell);
  if (month === undefined) {
    throw fail(
      path,
      'PERIOD_UNREADABLE',
      `row 2, column 3 should be the period as YYYYMM, YYYY-MM, YYYYMMDD or YYYY-MM-DD, but is ${shown(cell)}.`,
    );
  }
  return { month };
}
