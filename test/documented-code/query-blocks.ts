import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Fence, placeOf } from './fences.ts';

/** What DuckDB says against a query, asked beside a lake of one row. */
export async function queryFaults(fence: Fence): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-documented-'));
  try {
    const partition = join(folder, 'lake/dsp=spotify/territory=DE/period=2026-03');
    mkdirSync(partition, { recursive: true });
    writeFileSync(
      join(partition, 'a.ndjson'),
      '{"isrc":"DEZZ12600001","units":"12","amount":"0.048","currency":"EUR"}\n',
    );
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`SET file_search_path = '${folder}'`);
    const reader = await connection.runAndReadAll(fence.text);
    connection.closeSync();
    instance.closeSync();
    return reader.currentRowCount > 0 ? [] : [`${placeOf(fence)}: the query finds nothing in a lake`];
  } catch (error) {
    return [`${placeOf(fence)}: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
