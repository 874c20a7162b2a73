import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { itemFields } from '@ledgerline/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { all, document, draftOf, identityOf, key, type Lake, openTestLake, partition, problemsOf } from './world.ts';

const partitions = process.env.LEDGERLINE_DEEP === undefined ? 40 : 180;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lake-'));
});
afterEach(() => {
  vi.doUnmock('@duckdb/node-api');
  rmSync(folder, { recursive: true, force: true });
});

const columns = ['dsp', 'account', 'feed', ...itemFields, 'sourceReport', 'sourceLine', 'sourceProvenance'];
const header = `${columns.join(',')}\n`;
const identity = { ...identityOf(document('first', 1, ['DE'])), header };

/** A row as core's CSV encoding writes it. */
function row(line: number, cells: Readonly<Record<string, string>>): Uint8Array {
  const given: Readonly<Record<string, string>> = {
    ...{ dsp: 'spotify', account: 'label-a', feed: 'sales', territory: 'DE', period: '2026-03', saleType: 'stream' },
    ...{ units: '1', currency: 'EUR', sourceReport: 'r', sourceLine: `${line}`, ...cells },
  };
  return new TextEncoder().encode(`${columns.map((name) => given[name] ?? '').join(',')}\n`);
}

function draft(territories: readonly string[], amount: string, rows = 1) {
  const base = draftOf(document('first', 1, ['DE']));
  const totals = territories.map((territory) => ({
    ...{ territory, period: '2026-03', saleType: 'stream', currency: 'EUR', rows, units: `${rows}`, amount },
  }));
  const accepted = territories.length * rows;
  return { ...base, counts: { read: accepted, accepted, rejected: 0, skipped: 0 }, totals };
}

async function query(lake: Lake, sql: string): Promise<unknown[]> {
  const files = (await all(lake.files())).map(
    ({ absolutePath }) => `'${absolutePath.replaceAll("'", "''").replace(/[*?[]/g, '[$&]')}'`,
  );
  const connection = await (await DuckDBInstance.create()).connect();
  const from = `read_parquet([${files}], hive_partitioning = false)`;
  return (await connection.runAndReadAll(`select ${sql} from ${from}`)).getRows();
}

test('amounts are exact decimals, units whole numbers, absent cells null and empty ones empty', async () => {
  const path = join(folder, "label's [first]*");
  const lake = await openTestLake({ path, format: 'parquet' });
  expect(lake.encoding).toBe('csv');
  const transaction = await lake.begin(identity);
  const amounts = ['-99999999999999999999.999999999999999999', '0.000000000000000001', '007.1000000000000000000000'];
  for (const [at, amount] of amounts.entries())
    transaction.append(partition('DE'), row(at, { amount, units: '-99999999999999999999999999999999999999' }), 1);
  transaction.append(partition('DE'), row(3, { currency: '', title: '""', artist: '"a ""b"",\r\nc"' }), 1);
  await transaction.commit(draftOf(document('first', 1, ['DE'])));
  expect(await query(lake, 'distinct typeof(amount), typeof(units), typeof("sourceLine"), typeof(territory)')).toEqual([
    ['DECIMAL(38,18)', 'DECIMAL(38,0)', 'BIGINT', 'VARCHAR'],
  ]);
  const found = await query(lake, 'amount::varchar, units::varchar, currency, title, artist, upc');
  const units = '-99999999999999999999999999999999999999';
  expect(found).toEqual([
    [amounts[0], units, 'EUR', null, null, null],
    [amounts[1], units, 'EUR', null, null, null],
    ['7.100000000000000000', units, 'EUR', null, null, null],
    [null, '1', null, '', 'a "b",\r\nc', null],
  ]);
});

test.each([
  ['amount', '0.0000000000000000001'],
  ['amount', '100000000000000000000'],
  ['amount', '1e-19'],
  ['amountUsd', '1.1234567890123456789'],
  ['units', '100000000000000000000000000000000000000'],
  ['units', '1.5'],
])(
  '%s that does not fit is never rounded: nothing is committed, and line and field are named (%s)',
  async (field, text) => {
    const lake = await openTestLake({ path: folder, format: 'parquet' });
    const transaction = await lake.begin(identity);
    transaction.append(partition('DE'), row(1, { amount: '1' }), 1);
    transaction.append(partition('DE'), row(42, { amount: '1', [field]: text }), 1);
    await expect(transaction.commit(draft(['DE'], '2', 2))).rejects.toMatchObject({
      code: 'SINK_VALUE_UNFIT',
      disposition: 'abort',
      message: expect.stringMatching(new RegExp(`^Line 42: ${field} has more digits`)),
      details: { line: 42, field },
    });
    await transaction.abandon();
    expect(await lake.current(key)).toBeUndefined();
    expect(readdirSync(join(folder, '_staging'))).toEqual([]);
  },
);

test('many partitions become as many files, the same bytes however they came, and verify', async () => {
  const territories = Array.from({ length: partitions }, (_, at) => `T${at}`);
  const bytesOf = async (path: string, checkpointed: boolean) => {
    const lake = await openTestLake({ path, format: 'parquet' });
    let transaction = await lake.begin(identity);
    for (const round of [1, 2]) {
      if (round === 2 && checkpointed) {
        await transaction.checkpoint(1);
        await transaction.suspend();
        transaction = await lake.begin(identity);
      }
      for (const territory of territories)
        transaction.append(partition(territory), row(round, { territory, amount: '0.125' }), 1);
    }
    await transaction.commit(draft(territories, '0.25', 2));
    expect(await problemsOf(lake)).toEqual([]);
    const files = await all(lake.files());
    expect(files).toHaveLength(partitions);
    return files.map(({ path: name, absolutePath }) => [name, readFileSync(absolutePath, 'latin1')]);
  };
  expect(await bytesOf(join(folder, 'one'), false)).toEqual(await bytesOf(join(folder, 'two'), true));
});

test('without DuckDB the first report is refused before a row is staged, naming the package', async () => {
  vi.resetModules();
  vi.doMock('@duckdb/node-api', () => {
    throw new Error('not found');
  });
  const { openTestLake: openAnew } = await import('./world.ts');
  const lake = await openAnew({ path: folder, format: 'parquet' });
  await expect(lake.begin(identity)).rejects.toMatchObject({
    code: 'SINK_PARQUET_UNAVAILABLE',
    disposition: 'abort',
    message: expect.stringContaining('npm install @duckdb/node-api'),
  });
});
