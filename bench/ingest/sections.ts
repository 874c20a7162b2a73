import { join } from 'node:path';
import { atLeast, atMost, type Check, equals } from './checks.ts';
import { type Contestant, other, ours } from './contestants.ts';
import { dropOf, goodRows } from './documents.ts';
import { wide } from './layout.ts';
import { script } from './measure.ts';
import { type Rounds, runRounds } from './rounds.ts';

export interface Setting {
  /** Where documents and lakes go. */
  readonly root: string;
  readonly rounds: number;
  /** Rows of the small document; the large one has ten times as many. */
  readonly rows: number;
  readonly tell: (line: string) => void;
}

export interface Section {
  readonly title: string;
  readonly rounds: Rounds;
  readonly checks: readonly Check[];
}

const peakLimitMb = 256;

/** Everybody on the same million rows. */
export async function million({ root, rounds, rows, tell }: Setting): Promise<Section> {
  const drop = await dropOf(root, { rows });
  const file = drop.files[0]!;
  const into = (id: string): string => join(root, 'out', id);
  const contestants: Contestant[] = [
    other('gunzip', [[script('contestants/gunzip.ts'), file]], into('gunzip'), 'none'),
    ours({ id: 'ledgerline', drop: drop.path, folder: into('ledgerline') }),
    ours({ id: 'ledgerline-again', drop: drop.path, folder: into('again') }),
    ours({ id: 'map-row', drop: drop.path, folder: into('mapped'), feed: 'mapped' }),
    ours({ id: 'unvalidated', drop: drop.path, folder: into('bare'), validators: [] }),
    ours({ id: 'parquet', drop: drop.path, folder: into('parquet'), format: 'parquet' }),
    other('duckdb', [[script('contestants/duckdb.ts'), file, into('duckdb'), 'csv']], into('duckdb'), 'none'),
    other(
      'duckdb-parquet',
      [[script('contestants/duckdb.ts'), file, into('duck-p'), 'parquet']],
      into('duck-p'),
      'parquet',
    ),
    other('per-row', [[script('contestants/per-row.ts'), file, into('per-row')]], into('per-row'), 'ndjson'),
    other(
      'tap-target',
      [
        [script('contestants/tap.ts'), file],
        [script('contestants/target.ts'), into('pipe')],
      ],
      into('pipe'),
      'ndjson',
    ),
  ];
  const ran = await runRounds(contestants, rounds, tell);
  const wanted = goodRows(drop.rows);
  const counted = ['ledgerline', 'ledgerline-again', 'map-row', 'parquet', 'per-row', 'tap-target', 'duckdb-parquet'];
  return {
    title: `${rows} rows, 180 partitions`,
    rounds: ran,
    checks: [
      atMost('ingest.gunzip', ran.ratio('ledgerline', 'gunzip'), 3),
      atLeast('ingest.per-row', ran.ratio('per-row', 'ledgerline'), 8),
      atLeast('ingest.tap-target', ran.ratio('tap-target', 'ledgerline'), 2.5),
      atMost('ingest.duckdb', ran.ratio('ledgerline', 'duckdb'), 1.15),
      atMost('ingest.parquet', ran.ratio('parquet', 'duckdb-parquet'), 1.5),
      atMost('ingest.map-row', ran.ratio('map-row', 'ledgerline'), 2),
      atMost('ingest.validators', ran.ratio('ledgerline', 'unvalidated') - 1, 0.25, 'share'),
      atMost('ingest.aa', Math.abs(ran.ratio('ledgerline-again', 'ledgerline') - 1), 0.1, 'share'),
      atMost('ingest.peak', ran.cost('ledgerline').peakMb, peakLimitMb, 'MB'),
      ...counted.map((id) => equals(`ingest.rows.${id}`, ran.rows(id), wanted)),
    ],
  };
}

/** Ten times as many rows, against DuckDB; and two years of partitions open at once. */
export async function large({ root, rounds, rows, tell }: Setting): Promise<Section> {
  const drop = await dropOf(root, { rows: rows * 10 });
  const spread = await dropOf(root, { rows, spread: wide });
  const into = (id: string): string => join(root, 'out', id);
  const contestants: Contestant[] = [
    ours({ id: 'ledgerline', drop: drop.path, folder: into('ledgerline') }),
    other('duckdb', [[script('contestants/duckdb.ts'), drop.files[0]!, into('duckdb'), 'csv']], into('duckdb'), 'none'),
    ours({ id: 'parquet', drop: drop.path, folder: into('parquet'), format: 'parquet' }),
    ours({ id: 'wide', drop: spread.path, folder: into('wide') }),
  ];
  const ran = await runRounds(contestants, rounds, tell);
  return {
    title: `${rows * 10} rows, 180 partitions; ${rows} rows, 1 440 partitions`,
    rounds: ran,
    checks: [
      atMost('ingest.10x.duckdb', ran.ratio('ledgerline', 'duckdb'), 1),
      atMost('ingest.10x.peak', ran.cost('ledgerline').peakMb, peakLimitMb, 'MB'),
      atMost('ingest.10x.parquet.peak', ran.cost('parquet').peakMb, peakLimitMb, 'MB'),
      atMost('ingest.wide.peak', ran.cost('wide').peakMb, peakLimitMb, 'MB'),
      equals('ingest.10x.rows', ran.rows('ledgerline'), goodRows(drop.rows)),
    ],
  };
}

/** Two reports at once against one, and the other formats. */
export async function several({ root, rounds, rows, tell }: Setting): Promise<Section> {
  const one = await dropOf(root, { rows });
  const two = await dropOf(root, { rows, count: 2 });
  const csv = await dropOf(root, { rows, format: 'csv' });
  const ndjson = await dropOf(root, { rows, format: 'ndjson' });
  const into = (id: string): string => join(root, 'out', id);
  const ran = await runRounds(
    [
      ours({ id: 'one', drop: one.path, folder: into('one') }),
      ours({ id: 'two', drop: two.path, folder: into('two') }),
      ours({ id: 'csv-in', drop: csv.path, folder: into('csv-in') }),
      ours({ id: 'ndjson-in', drop: ndjson.path, folder: into('ndjson-in') }),
    ],
    rounds,
    tell,
  );
  const { cpuMs, wallMs } = ran.cost('two');
  return {
    title: 'Two reports at once; other formats',
    rounds: ran,
    checks: [
      atLeast('ingest.two.rows-a-second', 2 / ran.ratio('two', 'one'), 1.25),
      atLeast('ingest.two.cpu', cpuMs / wallMs, 1, 'cores busy'),
      equals('ingest.csv.rows', ran.rows('csv-in'), goodRows(rows)),
      equals('ingest.ndjson.rows', ran.rows('ndjson-in'), goodRows(rows)),
    ],
  };
}
