import type { ItemField, JsonValue, Totals } from '@ledgerline/core';
import type { ParquetEngine } from '../parquet/engine.ts';
import { csvRecords } from './csv-records.ts';
import { linesOf } from './read-file.ts';

type Item = Partial<Record<ItemField, string>>;

const summed = ['territory', 'period', 'saleType', 'currency', 'units', 'amount'] as const;

/** Adds every row of a text file to the sums; answers how many there were. */
export async function addTextRows(texts: AsyncIterable<string>, name: string, sums: Totals): Promise<number> {
  let rows = 0;
  for await (const item of /\.csv(\.|$)/.test(name) ? csvItems(texts) : jsonItems(texts)) {
    sums.addRejected(item);
    rows += 1;
  }
  return rows;
}

async function* jsonItems(texts: AsyncIterable<string>): AsyncGenerator<Item, void, void> {
  for await (const line of linesOf(texts)) {
    const row: unknown = JSON.parse(line);
    if (typeof row !== 'object' || row === null) throw new SyntaxError('a line is no object');
    yield row;
  }
}

async function* csvItems(texts: AsyncIterable<string>): AsyncGenerator<Item, void, void> {
  let places: (readonly [ItemField, number])[] | undefined;
  for await (const cells of csvRecords(texts)) {
    if (places === undefined) {
      places = summed.map((field) => [field, cells.indexOf(field)]);
      continue;
    }
    const item: Item = {};
    for (const [field, at] of places) {
      const cell = cells[at];
      if (cell !== undefined) item[field] = cell;
    }
    yield item;
  }
}

/** Adds the sums of a Parquet file, which DuckDB computes. */
export async function addParquetRows(engine: ParquetEngine, path: string, sums: Totals): Promise<number> {
  let count = 0;
  const lines: JsonValue[] = [];
  for (const { key, rows, units, amount } of await engine.sums(path)) {
    count += Number(rows);
    lines.push([key, Number(rows), units ?? '0', amount]);
  }
  sums.restore(lines);
  return count;
}
