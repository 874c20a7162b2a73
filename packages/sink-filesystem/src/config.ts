import { Path, type Static, Type } from '@ledgerline/core';

/** What an operator writes under `sink:`. */
export const config = Type.Object(
  {
    path: Path({ description: 'Directory of the lake; created when absent. A local disk.' }),
    format: Type.Optional(
      Type.Union([Type.Literal('ndjson'), Type.Literal('csv'), Type.Literal('parquet')], {
        default: 'ndjson',
        description: 'Format of rows; parquet needs the package @duckdb/node-api.',
      }),
    ),
    compress: Type.Optional(
      Type.Union([Type.Literal('none'), Type.Literal('gz'), Type.Literal('zstd')], {
        description:
          'Compression of data files: none when absent, zstd for parquet, which compresses inside the file. Staging stays plain until commit.',
      }),
    ),
    maxPartRows: Type.Optional(
      Type.Integer({
        minimum: 1,
        default: 1_000_000,
        description: 'Rows after which a file is closed and the next begun.',
      }),
    ),
    maxOpenFiles: Type.Optional(
      Type.Integer({
        minimum: 1,
        default: 256,
        description: 'Files kept open per report; fewer cost time with many partitions, more cost file descriptors.',
      }),
    ),
    maxPartitions: Type.Optional(
      Type.Integer({
        minimum: 1,
        default: 100_000,
        description:
          'Partitions (territory and month) that one report may have; more are a mapping gone wrong, and are refused. Each takes about 5 kB of memory.',
      }),
    ),
    lockWaitMs: Type.Optional(
      Type.Integer({
        minimum: 0,
        default: 60_000,
        description: 'How long a commit waits for another process to finish its own, in milliseconds.',
      }),
    ),
  },
  { additionalProperties: false },
);

export type Config = Static<typeof config>;
export type Settings = Readonly<Required<Config>>;

/** The configuration with nothing left open. */
export function settle(given: Config): Settings {
  return Object.freeze({
    path: given.path,
    format: given.format ?? 'ndjson',
    compress: given.compress ?? (given.format === 'parquet' ? 'zstd' : 'none'),
    maxPartRows: given.maxPartRows ?? 1_000_000,
    maxOpenFiles: given.maxOpenFiles ?? 256,
    maxPartitions: given.maxPartitions ?? 100_000,
    lockWaitMs: given.lockWaitMs ?? 60_000,
  });
}

/** How rows are staged: Parquet is made of CSV at commit. */
export function encodingOf(format: Settings['format']): 'ndjson' | 'csv' {
  return format === 'ndjson' ? 'ndjson' : 'csv';
}
