import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Data files below a folder; names that begin with `_` are no data. */
export async function dataFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = entries.map((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('_') || entry.name.startsWith('.')) return [];
    if (entry.isDirectory()) return dataFiles(path);
    return /\.(ndjson|csv|parquet)$/.test(entry.name) ? [path] : [];
  });
  return (await Promise.all(found)).flat().sort();
}

/** Rows on disk: lines of text files less their header, rows of Parquet files. */
export async function linesIn(folder: string, format: 'ndjson' | 'csv' | 'parquet'): Promise<number> {
  const files = await dataFiles(folder);
  if (format === 'parquet') return rowsOfParquet(files);
  let lines = 0;
  for (const file of files) {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>)
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  }
  return format === 'csv' ? lines - files.length : lines;
}

async function rowsOfParquet(files: readonly string[]): Promise<number> {
  if (files.length === 0) return 0;
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ');
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM read_parquet([${list}])`);
  return Number(reader.getRows()[0]?.[0]);
}
