// Disks that fill up, fail and lose power under the lake, in a model at every operation and on real file systems where the machine allows.
// Options: --seeds N (power cuts that keep any of the unflushed), --steps N (sizes of real disks),
// --part model | real (only that one), --json.
import { parseArgs } from 'node:util';
import { failEverywhere, faults } from '../../packages/sink-filesystem/test/fault-model.ts';
import { cutEverywhere, cuts } from '../../packages/sink-filesystem/test/power-cut-model.ts';
import type { Document } from '../../packages/sink-filesystem/test/world.ts';
import { document } from '../../packages/sink-filesystem/test/world.ts';
import { realDisks } from './real-disks.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '12' },
    steps: { type: 'string', default: '8' },
    part: { type: 'string' },
  },
});
const [seeds, steps] = [Number(values.seeds), Number(values.steps)];
if (![seeds, steps].every((value) => Number.isInteger(value) && value >= 1))
  throw new Error('--seeds and --steps are whole numbers from 1');

const began = performance.now();
const path = '/data/lake';
const first = document('first', 8, ['DE', 'FR']);
const second = document('second', 7, ['DE', 'JP']);
/** Other rows under the names of the first. */
const remapped: Document = { ...document('again', 5, ['DE', 'FR']), revision: first.revision };
const shapes = [
  { name: 'plain', config: { path, maxPartRows: 4 } },
  { name: 'gz', config: { path, maxPartRows: 4, compress: 'gz' as const } },
];

interface Finding {
  readonly id: string;
  readonly cases: number;
  readonly violations: readonly string[];
  readonly skipped?: string;
  /** Real troubles must have stopped a commit at least once. */
  readonly stopped?: number;
}

async function modelled(): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const fault of faults) {
    const all = { cases: 0, violations: [] as string[] };
    for (const { name, config } of shapes)
      for (const next of [second, remapped])
        for (const ending of ['suspend', 'abandon'] as const) {
          const { cases, violations } = await failEverywhere({ config, first, second: next, fault, ending });
          all.cases += cases;
          all.violations.push(...violations.map((what) => `${name}, ${ending}: ${what}`));
        }
    found.push({ id: `fault: ${fault.what}`, ...all });
  }
  const seeded = Array.from({ length: seeds }, (_, at) => at + 1);
  for (const { name, config } of shapes) {
    const all = { cases: 0, violations: [] as string[] };
    for (const cut of cuts(seeded))
      for (const docs of [
        [first, second],
        [first, remapped],
      ]) {
        const { cases, violations } = await cutEverywhere(config, docs, cut);
        all.cases += cases;
        all.violations.push(...violations.map((what) => `${cut.what}: ${what}`));
      }
    found.push({ id: `power-cut: ${name}`, ...all });
  }
  return found;
}

const found: Finding[] = values.part === 'real' ? [] : await modelled();
if (values.part !== 'model')
  for (const result of await realDisks(steps)) found.push({ ...result, id: `real: ${result.id}` });

const checks = found
  .filter(({ skipped }) => skipped === undefined)
  .map(({ id, violations, cases, stopped }) => ({
    id,
    value: violations.length,
    unit: 'violations',
    limit: '= 0, and the trouble was met',
    holds: violations.length === 0 && cases > 0 && stopped !== 0,
    cases,
    ...(stopped === undefined ? {} : { stopped }),
  }));
const skipped = found.flatMap(({ id, skipped: why }) => (why === undefined ? [] : [{ id, why }]));
const holds = checks.every((check) => check.holds);
const wallSeconds = Math.round((performance.now() - began) / 100) / 10;
const violations = found.flatMap(({ id, violations: all }) => all.slice(0, 10).map((what) => `${id}: ${what}`));
if (values.json) console.log(JSON.stringify({ name: 'soak:disk', checks, holds, skipped, violations, wallSeconds }));
else {
  for (const { id, value, cases, stopped, holds: held } of checks)
    console.log(
      `${held ? 'ok  ' : 'FAIL'} ${id.padEnd(40)} ${value} violations in ${cases} cases${stopped === undefined ? '' : `, ${stopped} commits stopped`}`,
    );
  for (const { id, why } of skipped) console.log(`not run: ${id} (${why})`);
  for (const violation of violations) console.log(`  ${violation}`);
  console.log(`${wallSeconds} s.`);
}
process.exitCode = holds ? 0 : 1;
