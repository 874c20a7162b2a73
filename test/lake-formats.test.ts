import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import amazon from '@ledgerline/connector-amazon';
import { upstream as amazonUpstream } from '@ledgerline/connector-amazon/mock';
import apple from '@ledgerline/connector-apple';
import { upstream as appleUpstream } from '@ledgerline/connector-apple/mock';
import spotify from '@ledgerline/connector-spotify';
import { upstream as spotifyUpstream } from '@ledgerline/connector-spotify/mock';
import youtube from '@ledgerline/connector-youtube';
import { upstream as youtubeUpstream } from '@ledgerline/connector-youtube/mock';
import type { Manifest } from '@ledgerline/core';
import filesystem from '@ledgerline/sink-filesystem';
import { type AnyConnector, type Upstream, World } from '@ledgerline/testkit/checks';
import { expect, test } from 'vitest';

const formats = [
  { format: 'ndjson', compress: 'zstd' },
  { format: 'csv', compress: 'gz' },
  { format: 'parquet' },
] as const;

const readers = {
  ndjson: (list: string) =>
    `read_ndjson([${list}], columns = {feed: 'VARCHAR', period: 'VARCHAR', territory: 'VARCHAR', "saleType": 'VARCHAR', currency: 'VARCHAR', units: 'VARCHAR', amount: 'VARCHAR'}, hive_partitioning = false)`,
  csv: (list: string) => `read_csv([${list}], all_varchar = true, header = true, hive_partitioning = false)`,
  parquet: (list: string) => `read_parquet([${list}], hive_partitioning = false)`,
} as const;

/** A plain decimal at scale 18, as a whole number. */
function scaled(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  expect(fraction.length).toBeLessThanOrEqual(18);
  return BigInt(`${whole}${fraction.padEnd(18, '0')}`);
}

type Sums = Record<string, readonly [rows: number, units: bigint, amount: bigint | null]>;

function add(sums: Sums, cell: string, [rows, units, amount]: Sums[string]): void {
  const [oldRows, oldUnits, oldAmount] = sums[cell] ?? [0, 0n, null];
  const sum = amount === null ? oldAmount : (oldAmount ?? 0n) + amount;
  sums[cell] = [oldRows + rows, oldUnits + units, sum];
}

function sumsOfManifests(manifests: readonly Manifest[]): Sums {
  const sums: Sums = {};
  for (const { report, totals } of manifests)
    for (const { territory, period, saleType, currency, rows, units, amount } of totals)
      add(sums, [report.feed, territory, period, saleType, currency].join(' '), [
        rows,
        BigInt(units),
        amount === undefined ? null : scaled(amount),
      ]);
  return sums;
}

/** What DuckDB makes of the committed files. */
async function sumsOfFiles(files: readonly string[], format: keyof typeof readers): Promise<Sums> {
  const connection = await (await DuckDBInstance.create()).connect();
  const rows = await connection.runAndReadAll(
    `select feed, territory, period, "saleType", coalesce(currency, ''), count(*)::varchar,
       sum(units::decimal(38, 0))::varchar, sum(amount::decimal(38, 18))::varchar
     from ${readers[format](files.map((file) => `'${file}'`).join(', '))} group by all`,
  );
  const sums: Sums = {};
  for (const row of rows.getRows()) {
    const [feed, territory, period, saleType, currency, count, units, amount] = row.map((cell) =>
      cell === null ? null : String(cell),
    );
    add(sums, [feed, territory, period, saleType, currency].join(' '), [
      Number(count),
      BigInt(units ?? '0'),
      amount === null || amount === undefined ? null : scaled(amount),
    ]);
  }
  return sums;
}

/** One quiet run into a lake of the given format. */
async function runInto(sink: (typeof formats)[number], connector: AnyConnector, upstream: Upstream) {
  const world = await World.open({ connector, upstream, rows: 200, sink });
  try {
    await world.run();
    const path = join(world.folder, 'lake');
    const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
    const lake = await filesystem.open({ path, ...sink }, { clock: world.clock, log: silent });
    const manifests = await Array.fromAsync(lake.manifests());
    const files = await Array.fromAsync(lake.files());
    const sums = await sumsOfFiles(
      files.map(({ absolutePath }) => absolutePath),
      sink.format,
    );
    const problems = lake.verify === undefined ? ['no verify'] : await Array.fromAsync(lake.verify());
    const bytes = Object.fromEntries(files.map(({ path: name, absolutePath }) => [name, readFileSync(absolutePath)]));
    await lake.close();
    return { manifests, sums, problems, bytes };
  } finally {
    await world.close();
  }
}

const connectors = [
  ['amazon', amazon, amazonUpstream],
  ['apple', apple, appleUpstream],
  ['spotify', spotify, spotifyUpstream],
  ['youtube', youtube, youtubeUpstream],
] as const;

test.each(connectors)(
  'DuckDB reads the exact sums of the manifests from NDJSON, CSV and Parquet of %s',
  {
    timeout: 60_000,
  },
  async (_, connector, upstream) => {
    const seen: Sums[] = [];
    for (const sink of formats) {
      const { manifests, sums, problems } = await runInto(sink, connector as AnyConnector, upstream);
      expect(problems).toEqual([]);
      expect(Object.keys(sums).length).toBeGreaterThan(1);
      expect(sums).toEqual(sumsOfManifests(manifests));
      seen.push(sums);
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  },
);

test('Parquet files of the same reports are the same bytes', { timeout: 60_000 }, async () => {
  const [one, two] = [
    await runInto({ format: 'parquet' }, spotify as AnyConnector, spotifyUpstream),
    await runInto({ format: 'parquet' }, spotify as AnyConnector, spotifyUpstream),
  ];
  expect(Object.keys(one.bytes).length).toBeGreaterThan(1);
  expect(one.bytes).toEqual(two.bytes);
});
