import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lineChart } from '../policy/plots.ts';
import { type Figures, performanceFolder, type SectionFigures } from './figures.ts';

const method = `Every contestant is a process of its own, started in turn with the others, round by round. A ratio is the median over the rounds of
the quotient within a round, so that a machine that drifts drifts for both; times are medians, peaks the largest of all rounds, and of a pipe that of its largest process. Rows are counted on
disk after every run. Ours is \`ledgerline run\` as a person starts it: start-up, config, validators, exact totals, dead letters, fsync, manifest and ledger included.
\`ledgerline-again\` is the control: the same command a second time, so that the difference between the two is what the machine does by itself.

| who | what it does |
| --- | --- |
| gunzip | the file through zlib in chunks of 256 KiB, to nowhere: the floor |
| duckdb | load, filter by ISRC, totals, CSV by territory and period, in SQL with all cores; \`duckdb-parquet\` writes Parquet |
| per-row | csv-parse to objects, TypeBox schema, decimal.js totals, one append a row |
| tap-target | a process that writes a JSON line a row, given our decoder, and one that reads, validates and appends |
| map-row | ours with \`map(row)\` instead of \`columns\` |
| unvalidated | ours without validators |
| parquet | ours with \`format: parquet\` |

The document is a sales report of 20 columns with 50 000 tracks, 60 territories, five currencies and amounts of up to twelve decimals, from a seed; one row in 2 000 has an ISRC that is none.
Every row goes through \`identifiers\` and \`schema\`. What a run spends its time on, room by room, is told by \`npm run bench:profile\`.`;

const notMeasured = `## What is not measured

Networks and DSPs: files lie in a folder. Disks other than that of the machine it ran on, file systems other than its own, and file caches that are cold. Machines with more cores.
DDEX DSR documents. Sinks other than the file system. Drift rules that compare with long histories have a benchmark of their own, \`npm run bench:drift\`, and lookups on disk \`npm run bench:lookup\`.`;

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

function sectionText({ title, rows, rounds, machine, load, costs }: SectionFigures): string {
  const { cores, model, node } = machine;
  const ofRows = rows > 0;
  return [
    `## ${title}\n`,
    `${rounds === 1 ? 'One round' : `${rounds} rounds`} on ${cores} cores (${model}), Node ${node}; load average ${load.toFixed(1)}${load > cores ? ', so others were at work on the machine and every time is longer than its own' : ''}.\n`,
    line(['who', 'wall, s', ...(ofRows ? ['rows a second'] : []), 'CPU, s', 'peak, MB']),
    line(['---', ...Array.from({ length: ofRows ? 4 : 3 }, () => '---:')]),
    ...Object.entries(costs).map(([id, { wallMs, cpuMs, peakMb }]) => {
      const documents = id === 'two' ? 2 : 1;
      const pace = Math.round((rows * documents) / wallMs).toString();
      return line([
        id,
        (wallMs / 1000).toFixed(2),
        ...(ofRows ? [`${pace} k`] : []),
        (cpuMs / 1000).toFixed(2),
        Math.round(peakMb),
      ]);
    }),
  ].join('\n');
}

/** Peak memory of a contestant over the length of the document. */
function peaks(measured: readonly (readonly [SectionFigures | undefined, string])[]): { x: number; y: number }[] {
  return measured.flatMap(([section, id]) => {
    const cost = section?.costs[id];
    return section === undefined || cost === undefined ? [] : [{ x: section.rows / 1e6, y: cost.peakMb }];
  });
}

async function writePlot({ million, large, huge }: Figures): Promise<string> {
  const both = (id: string) =>
    peaks([
      [million, id],
      [large, id],
    ]);
  const title = 'Peak memory over the length of the report';
  const series = [
    { label: 'ledgerline, NDJSON', points: [...both('ledgerline'), ...peaks([[huge, 'hundred']])] },
    { label: 'ledgerline, Parquet', points: both('parquet') },
    { label: 'DuckDB', points: both('duckdb') },
  ];
  writeFileSync(
    `${performanceFolder}/rss.svg`,
    await lineChart({ title, x: 'million rows', y: 'peak RSS, MB', series }),
  );
  return `![${title}](performance/rss.svg)`;
}

const titles: Readonly<Record<string, string>> = {
  startup: 'start-up',
  million: 'a million rows beside other ways',
  several: 'two reports at once, CSV and NDJSON',
  wide: '1 440 partitions at once',
  large: 'ten million rows',
  huge: 'a hundred million rows',
};

/** What the page cannot tell because nobody has measured it yet. */
function missingText(figures: Figures): string[] {
  const missing = Object.keys(titles).filter((name) => !(name in figures));
  const told = missing.map((name) => `${titles[name]} (\`--only ${name}\`)`).join(', ');
  return missing.length === 0 ? [] : [`Sections that nobody has measured yet, so that their limits are open: ${told}.`];
}

/** Writes docs/performance.md and its plot. */
export async function writePage(figures: Figures): Promise<void> {
  const sections = Object.values(figures);
  const limits = sections.flatMap(({ checks }) =>
    checks.map(({ id, value, unit, limit, holds }) => line([id, value, unit, limit, holds ? 'yes' : '**no**'])),
  );
  const parts = [
    '# Performance',
    'Written by `npm run bench:ingest -- --write` from what it measured; the figures are kept in [performance/figures.json](performance/figures.json).',
    [
      '## Limits\n',
      line(['check', 'value', 'unit', 'limit', 'holds']),
      line(['---', '---:', '---', '---', '---']),
      ...limits,
    ].join('\n'),
    ...missingText(figures),
    ...('million' in figures && 'large' in figures ? [await writePlot(figures)] : []),
    ...sections.map(sectionText),
    `## Method\n\n${method}`,
    notMeasured,
  ];
  writeFileSync(fileURLToPath(new URL('../../docs/performance.md', import.meta.url)), `${parts.join('\n\n')}\n`);
}
