import type { ItemField, LakeRow } from '@ledgerline/core';
import { csvRecords } from './csv-records.ts';
import { linesOf } from './read-file.ts';

/** The rows of a text file of the lake, with the wanted fields at least. Errors: SyntaxError for what is none of ours. */
export function textRows(
  texts: AsyncIterable<string>,
  name: string,
  fields: readonly ItemField[],
): AsyncGenerator<LakeRow, void, void> {
  return /\.csv(\.|$)/.test(name) ? csvRows(texts, fields) : jsonRows(texts);
}

async function* jsonRows(texts: AsyncIterable<string>): AsyncGenerator<LakeRow, void, void> {
  for await (const line of linesOf(texts)) {
    const row: unknown = JSON.parse(line);
    if (typeof row !== 'object' || row === null) throw new SyntaxError('a line is no object');
    yield { line: lineOf('source' in row ? row.source : undefined), cells: row };
  }
}

function lineOf(source: unknown): number {
  return typeof source === 'object' && source !== null && 'line' in source ? Number(source.line) : 0;
}

async function* csvRows(
  texts: AsyncIterable<string>,
  fields: readonly ItemField[],
): AsyncGenerator<LakeRow, void, void> {
  let places: (readonly [ItemField, number])[] | undefined;
  let lineAt = -1;
  for await (const record of csvRecords(texts)) {
    if (places === undefined) {
      places = fields.map((field) => [field, record.indexOf(field)]);
      lineAt = record.indexOf('sourceLine');
      continue;
    }
    const cells: Partial<Record<ItemField, string>> = {};
    for (const [field, at] of places) {
      const cell = record[at];
      if (cell !== undefined) cells[field] = cell;
    }
    yield { line: Number(record[lineAt] ?? 0), cells };
  }
}
