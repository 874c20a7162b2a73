import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linesIn } from './lines-in.ts';
import { type Cost, measure, type Pipe, script } from './measure.ts';

const cli = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url));

/** Someone who is timed: what is run, and how many rows must be on disk afterwards. */
export interface Contestant {
  readonly id: string;
  run(): Promise<Cost & { readonly rows: number }>;
}

export interface Ours {
  readonly id: string;
  /** The folder with the documents. */
  readonly drop: string;
  readonly folder: string;
  readonly feed?: 'sales' | 'mapped';
  readonly format?: 'ndjson' | 'csv' | 'parquet';
  readonly validators?: readonly string[];
}

/** Writes the configuration of a run into an emptied folder; gives the words that start it. */
export function prepare({ drop, folder, feed = 'sales', format = 'ndjson', validators }: Omit<Ours, 'id'>): string[] {
  const config = join(folder, 'ledgerline.yaml');
  const lines = [
    'sinks:',
    `  lake: { use: filesystem, path: ${join(folder, 'lake')}, format: ${format} }`,
    'pipelines:',
    '  bench:',
    `    connector: ${script('connector.ts')}`,
    `    feeds: [${feed}]`,
    '    accounts: [account]',
    `    config: { drop: { kind: directory, path: ${drop} } }`,
    ...(validators ? [`    validators: [${validators.join(', ')}]`] : []),
    '    since: 2024-01',
  ];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(config, `${lines.join('\n')}\n`);
  return [cli, 'run', '--quiet', '--config', config];
}

/** `ledgerline run` as a process: config, ledger, fsync and manifest included. */
export function ours({ id, ...setting }: Ours): Contestant {
  const { folder, format = 'ndjson' } = setting;
  return {
    id,
    async run() {
      const cost = await measure([prepare(setting)], folder);
      return { ...cost, rows: await linesIn(join(folder, 'lake'), format) };
    },
  };
}

/** A script of this benchmark, or several in a pipe; rows are counted in `folder`. */
export function other(
  id: string,
  pipe: Pipe,
  folder: string,
  format: 'ndjson' | 'csv' | 'parquet' | 'none',
): Contestant {
  return {
    id,
    async run() {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const cost = await measure(pipe, folder);
      return { ...cost, rows: format === 'none' ? 0 : await linesIn(folder, format) };
    },
  };
}
