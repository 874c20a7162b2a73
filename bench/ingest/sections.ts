import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { atLeast, atMost, type Check, equals } from '../checks.ts';
import { type Contestant, other, ours } from './contestants.ts';
import { dropOf, goodRows } from './documents.ts';
import { wide as twoYears } from './layout.ts';
import { script } from './measure.ts';
import { type Rounds, runRounds } from './rounds.ts';
import { differingPartitions } from './same-rows.ts';

export interface Setting {
  /** Where documents and lakes go. */
  readonly root: string;
  readonly rounds: number;
  /** Rounds of what takes minutes each. */
  readonly largeRounds: number;
  /** Rows of the ordinary document; the large one has ten times as many, the huge one a hundred times. */
  readonly rows: number;
  readonly tell: (line: string) => void;
}

export interface Section {
  readonly title: string;
  /** Rows of the document. */
  readonly rows: number;
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
  const differing = await differingPartitions(
    [join(into('ledgerline'), 'lake'), 'sales'],
    [join(into('mapped'), 'lake'), 'mapped'],
  );
  const wanted = goodRows(drop.rows);
  const counted = ['ledgerline', 'ledgerline-again', 'map-row', 'parquet', 'per-row', 'tap-target', 'duckdb-parquet'];
  return {
    title: `${rows} rows, 180 partitions`,
    rows,
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
      atMost('ingest.parquet.peak', ran.cost('parquet').peakMb, peakLimitMb, 'MB'),
      equals('ingest.map-row.differing', differing, 0, 'partitions'),
      ...counted.map((id) => equals(`ingest.rows.${id}`, ran.rows(id), wanted)),
    ],
  };
}

/** Ten times as many rows, against DuckDB. */
export async function large({ root, largeRounds, rows, tell }: Setting): Promise<Section> {
  const drop = await dropOf(root, { rows: rows * 10 });
  const into = (id: string): string => join(root, 'out', id);
  const ran = await runRounds(
    [
      ours({ id: 'ledgerline', drop: drop.path, folder: into('ledgerline') }),
      other(
        'duckdb',
        [[script('contestants/duckdb.ts'), drop.files[0]!, into('duckdb'), 'csv']],
        into('duckdb'),
        'none',
      ),
      ours({ id: 'parquet', drop: drop.path, folder: into('parquet'), format: 'parquet' }),
    ],
    largeRounds,
    tell,
  );
  return {
    title: `${rows * 10} rows, 180 partitions`,
    rows: rows * 10,
    rounds: ran,
    checks: [
      atMost('ingest.10x.duckdb', ran.ratio('ledgerline', 'duckdb'), 1),
      atMost('ingest.10x.peak', ran.cost('ledgerline').peakMb, peakLimitMb, 'MB'),
      atMost('ingest.10x.parquet.peak', ran.cost('parquet').peakMb, peakLimitMb, 'MB'),
      equals('ingest.10x.rows', ran.rows('ledgerline'), goodRows(drop.rows)),
      equals('ingest.10x.parquet.rows', ran.rows('parquet'), goodRows(drop.rows)),
    ],
  };
}

/** Two years of partitions open at once. */
export async function wide({ root, largeRounds, rows, tell }: Setting): Promise<Section> {
  const drop = await dropOf(root, { rows, spread: twoYears });
  const folder = (id: string): string => join(root, 'out', id);
  const ran = await runRounds(
    [
      ours({ id: 'wide', drop: drop.path, folder: folder('wide') }),
      ours({ id: 'wide-parquet', drop: drop.path, folder: folder('wide-parquet'), format: 'parquet' }),
    ],
    largeRounds,
    tell,
  );
  return {
    title: `${rows} rows, 1 440 partitions`,
    rows,
    rounds: ran,
    checks: [
      atMost('ingest.wide.peak', ran.cost('wide').peakMb, peakLimitMb, 'MB'),
      atMost('ingest.wide.parquet.peak', ran.cost('wide-parquet').peakMb, peakLimitMb, 'MB'),
      equals('ingest.wide.rows', ran.rows('wide'), goodRows(rows)),
    ],
  };
}

/** What the document, its copy in staging and the lake of a hundred times as many rows need, and some more. Units: bytes a row. */
const hugeRowBytes = 600;

/** A hundred times as many rows: time and memory against those of ten times as many. Runs only when it is asked for. */
export async function huge({ root, rows, tell }: Setting): Promise<Section> {
  const { bavail, bsize } = statfsSync(root);
  const needed = rows * 100 * hugeRowBytes;
  if (bavail * bsize < needed) {
    const [free, wanted] = [bavail * bsize, needed].map((bytes) => `${Math.round(bytes / 1e9)} GB`);
    throw new Error(`${root} has ${free} free and this needs ${wanted}; free space, or lower --rows.`);
  }
  const ten = await dropOf(root, { rows: rows * 10 });
  const hundred = await dropOf(root, { rows: rows * 100 });
  const into = (id: string): string => join(root, 'out', id);
  const ran = await runRounds(
    [
      ours({ id: 'ten', drop: ten.path, folder: into('ten') }),
      ours({ id: 'hundred', drop: hundred.path, folder: into('hundred') }),
    ],
    1,
    tell,
  );
  return {
    title: `${rows * 100} rows against ${rows * 10}`,
    rows: rows * 100,
    rounds: ran,
    checks: [
      atMost('ingest.100x.time-a-row', ran.ratio('hundred', 'ten') / 10, 1.1),
      atMost('ingest.100x.peak', ran.cost('hundred').peakMb / ran.cost('ten').peakMb, 1.15),
      equals('ingest.100x.rows', ran.rows('hundred'), goodRows(hundred.rows)),
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
    title: `Two reports of ${rows} rows at once; other formats`,
    rows,
    rounds: ran,
    checks: [
      atLeast('ingest.two.rows-a-second', 2 / ran.ratio('two', 'one'), 1.25),
      atLeast('ingest.two.cpu', cpuMs / wallMs, 1, 'cores busy'),
      equals('ingest.csv.rows', ran.rows('csv-in'), goodRows(rows)),
      equals('ingest.ndjson.rows', ran.rows('ndjson-in'), goodRows(rows)),
    ],
  };
}
