import { mkdirSync, rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Figures, keepFigures, type SectionFigures } from './figures.ts';
import { huge, large, million, type Setting, several, wide } from './sections.ts';
import { startup } from './startup.ts';
import { writePage } from './write-page.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Rows of the ordinary document. */
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    'large-rounds': { type: 'string', default: '1' },
    /** Parts to run; all but `huge` when there are none. */
    only: { type: 'string', multiple: true, default: [] },
    /** Keeps what was measured in docs/performance and writes docs/performance.md from all that is kept. */
    write: { type: 'boolean', default: false },
  },
});

const parts = { startup, million, several, wide, large, huge };
const unknown = values.only.find((name) => !(name in parts));
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}". Known: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

const root = fileURLToPath(new URL('../../reports/ingest', import.meta.url));
mkdirSync(root, { recursive: true });
const setting: Setting = {
  root,
  rounds: Number(values.rounds),
  largeRounds: Number(values['large-rounds']),
  rows: Number(values.rows),
  tell: (line) => process.stderr.write(`${line}\n`),
};
const machine = { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.versions.node };
const wanted = values.only.length > 0 ? values.only : Object.keys(parts).filter((name) => name !== 'huge');
const measured: Record<string, SectionFigures> = {};
for (const [name, part] of Object.entries(parts)) {
  if (!wanted.includes(name)) continue;
  const { title, rows, rounds, checks } = await part(setting);
  const costs = Object.fromEntries(rounds.ids.map((id) => [id, rounds.cost(id)]));
  const load = loadavg()[1] ?? 0;
  measured[name] = { title, rows, rounds: rounds.count, machine, load, costs, checks };
  rmSync(join(root, 'out'), { recursive: true, force: true });
}
if (values.write) await writePage(keepFigures(measured));
const checks = Object.values(measured satisfies Figures).flatMap((section) => section.checks);
const holds = checks.every((check) => check.holds);
if (values.json) console.log(JSON.stringify({ name: 'bench:ingest', checks, holds, machine, sections: measured }));
else
  for (const check of checks)
    console.log(
      `${check.holds ? 'ok  ' : 'FAIL'} ${check.id.padEnd(30)} ${check.value} ${check.unit}, wanted ${check.limit}`,
    );
process.exitCode = holds ? 0 : 1;
