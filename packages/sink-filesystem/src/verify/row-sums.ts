import type { JsonValue, Totals } from '@ledgerline/core';
import type { ParquetEngine } from '../parquet/engine.ts';
import { textRows } from './text-rows.ts';

const summed = ['territory', 'period', 'saleType', 'currency', 'units', 'amount'] as const;

/** Adds every row of a text file to the sums; answers how many there were. */
export async function addTextRows(texts: AsyncIterable<string>, name: string, sums: Totals): Promise<number> {
  let rows = 0;
  for await (const { cells } of textRows(texts, name, summed)) {
    sums.addRow(cells);
    rows += 1;
  }
  return rows;
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
