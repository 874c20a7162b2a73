import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { itemFields, type LakeRow } from '@ledgerline/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { document, draftOf, identityOf, key, openTestLake, partition } from './world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lake-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const columns = ['dsp', 'account', 'feed', ...itemFields, 'sourceReport', 'sourceLine', 'sourceProvenance'];
const doc = document('first', 1, ['DE', 'US']);

/** The row of a territory as core serialises it. */
function rowOf(format: string, territory: string, line: number): Uint8Array {
  const cells: Readonly<Record<string, string>> = {
    ...{ dsp: 'spotify', account: 'label-a', feed: 'sales', title: 'Name, "quoted"\nand broken', territory },
    ...{ period: '2026-03', saleType: 'stream', units: '3', amount: '0.010', currency: 'EUR' },
  };
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const source: Readonly<Record<string, string>> = {
    sourceReport: 'r',
    sourceLine: `${line}`,
    sourceProvenance: 'file',
  };
  const text =
    format === 'ndjson'
      ? JSON.stringify({ ...cells, source: { report: 'r', line, provenance: 'file' } })
      : columns.map((name) => quoted(cells[name] ?? source[name] ?? '')).join(',');
  return new TextEncoder().encode(`${text}\n`);
}

async function collect(rows: AsyncIterable<readonly LakeRow[]> | undefined) {
  const all = (await Array.fromAsync(rows ?? [])).flat().sort((left, right) => left.line - right.line);
  return all.map(({ line, cells: { title, territory, units, amount, isrc } }) => [
    ...[line, title, territory, units, Number(amount), isrc],
  ]);
}

const expected = [
  [2, 'Name, "quoted"\nand broken', 'DE', '3', 0.01, undefined],
  [3, 'Name, "quoted"\nand broken', 'US', '3', 0.01, undefined],
];

test.each([
  ['ndjson', 'none'],
  ['ndjson', 'gz'],
  ['csv', 'zstd'],
  ['parquet', 'zstd'],
] as const)(
  'rows are read back as they were staged and as they were committed, %s and %s',
  async (format, compress) => {
    const lake = await openTestLake({ path: folder, format, compress });
    const header = format === 'ndjson' ? {} : { header: `${columns.join(',')}\n` };
    const transaction = await lake.begin({ ...identityOf(doc), ...header });
    for (const [at, territory] of ['DE', 'US'].entries())
      await transaction.append(partition(territory), rowOf(format, territory, at + 2), 1);
    await transaction.reject([]);
    expect(await collect(transaction.rows?.())).toEqual(expected);
    const draft = draftOf(doc);
    const totals = ['DE', 'US'].map((territory) => ({
      ...{ territory, period: '2026-03', saleType: 'stream', currency: 'EUR', rows: 1, units: '3', amount: '0.010' },
    }));
    await transaction.commit({ ...draft, counts: { read: 2, accepted: 2, rejected: 0, skipped: 0 }, totals });
    expect(await collect(lake.rows?.(key))).toEqual(expected);
    await lake.close();
  },
);

test('of a report that nobody committed there are no rows, and a file that is none of ours is named', async () => {
  const lake = await openTestLake({ path: folder });
  expect(await collect(lake.rows?.(key))).toEqual([]);
  const transaction = await lake.begin(identityOf(doc));
  await transaction.append(partition('DE'), rowOf('ndjson', 'DE', 2), 1);
  const draft = draftOf(doc);
  await transaction.commit({ ...draft, counts: { read: 1, accepted: 1, rejected: 0, skipped: 0 }, totals: [] });
  const [file] = await Array.fromAsync(lake.files());
  writeFileSync(file?.absolutePath ?? '', 'no row\n');
  await expect(collect(lake.rows?.(key))).rejects.toMatchObject({
    code: 'SINK_ROWS_UNREADABLE',
    message: expect.stringContaining(file?.absolutePath ?? ''),
  });
  await lake.close();
});
