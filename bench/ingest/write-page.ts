import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Check } from './checks.ts';
import type { Cost } from './measure.ts';

export interface IngestReport {
  readonly checks: readonly Check[];
  readonly machine: { readonly cores: number; readonly node: string };
  readonly sections: readonly { readonly title: string; readonly costs: Readonly<Record<string, Cost>> }[];
}

const method = `Every contestant is a process of its own, started in turn with the others, round by round; a ratio is the median over the rounds of
the quotient within a round, so that a machine that drifts drifts for both. Rows are counted on disk after every run. Ours is
\`ledgerline run\` as a person starts it: start-up, config, validators, totals, fsync, manifest and ledger included. \`ledgerline-again\`
is the control: the same command a second time.

| who | what it does |
| --- | --- |
| gunzip | the file through zlib in chunks of 256 KiB, to nowhere: the floor |
| duckdb | load, filter by ISRC, totals, CSV by territory and period, in SQL with all cores; \`duckdb-parquet\` writes Parquet |
| per-row | csv-parse to objects, TypeBox schema, decimal.js totals, one append a row |
| tap-target | a process that writes a JSON line a row, given our decoder, and one that reads, validates and appends |
| map-row | ours with \`map(row)\` instead of \`columns\` |
| unvalidated | ours without validators |`;

/** Writes docs/performance.md. */
export async function writePage({ checks, machine, sections }: IngestReport): Promise<void> {
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const tables = sections.map(({ title, costs }) =>
    [
      `## ${title}\n`,
      row(['who', 'wall, s', 'CPU, s', 'peak, MB']),
      row(['---', '---', '---', '---']),
      ...Object.entries(costs).map(([id, { wallMs, cpuMs, peakMb }]) =>
        row([id, (wallMs / 1000).toFixed(2), (cpuMs / 1000).toFixed(2), Math.round(peakMb)]),
      ),
    ].join('\n'),
  );
  const limits = [
    row(['check', 'value', 'unit', 'limit', 'holds']),
    row(['---', '---', '---', '---', '---']),
    ...checks.map(({ id, value, unit, limit, holds }) => row([id, value, unit, limit, holds ? 'yes' : '**no**'])),
  ];
  const page = `# Performance

Written by \`npm run bench:ingest -- --write\`; medians of the rounds, on ${machine.cores} cores with Node ${machine.node}.

${method}

${tables.join('\n\n')}

## Limits

${limits.join('\n')}

Not measured: network, and disks other than the one of this machine.
`;
  writeFileSync(fileURLToPath(new URL('../../docs/performance.md', import.meta.url)), page);
}
