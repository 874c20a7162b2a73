import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { large, million, type Section, type Setting, several } from './sections.ts';
import { startup } from './startup.ts';
import { writePage } from './write-page.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Rows of the ordinary document. */
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    /** Parts to run: million, large, several, startup. */
    only: { type: 'string', multiple: true, default: [] },
    /** Writes docs/performance.md from what was measured. */
    write: { type: 'boolean', default: false },
  },
});

const parts = { million, large, several, startup };
const root = fileURLToPath(new URL('../../reports/ingest', import.meta.url));
const setting: Setting = {
  root,
  rounds: Number(values.rounds),
  rows: Number(values.rows),
  tell: (line) => process.stderr.write(`${line}\n`),
};
const unknown = values.only.find((name) => !(name in parts));
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}". Known: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
const sections: Section[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (values.only.length === 0 || values.only.includes(name)) sections.push(await part(setting));
}
rmSync(join(root, 'out'), { recursive: true, force: true });
const checks = sections.flatMap((section) => section.checks);
const report = {
  name: 'bench:ingest',
  checks,
  holds: checks.every(({ holds }) => holds),
  machine: { cores: cpus().length, node: process.versions.node },
  sections: sections.map(({ title, rounds }) => ({
    title,
    costs: Object.fromEntries(rounds.ids.map((id) => [id, rounds.cost(id)])),
  })),
};
if (values.write) await writePage(report);
if (values.json) console.log(JSON.stringify(report));
else
  for (const { id, value, unit, limit, holds } of checks)
    console.log(`${holds ? 'ok  ' : 'FAIL'} ${id.padEnd(30)} ${value} ${unit}, wanted ${limit}`);
process.exitCode = report.holds ? 0 : 1;
