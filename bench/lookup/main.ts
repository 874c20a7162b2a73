import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { keys } from './keys.ts';
import type { PartFigures } from './part.ts';

/** Each in a process of its own, so that the peak of one is not the other's. */
function figuresOf(part: 'table' | 'map'): PartFigures {
  const path = fileURLToPath(new URL('./part.ts', import.meta.url));
  // Room for the map: it needs more than the heap that Node allows itself on a small machine.
  const flags = part === 'map' ? ['--max-old-space-size=6144'] : [];
  return JSON.parse(execFileSync(process.execPath, [...flags, path, part], { encoding: 'utf8' }));
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const table = figuresOf('table');
const map = figuresOf('map');

const check = (id: string, value: number, unit: string, limit: number, holds: boolean) => ({
  id,
  value,
  unit,
  limit: `${id === 'peak-rss' ? '<=' : '>='} ${limit}`,
  holds,
});
const rounded = (ratio: number): number => Math.round(ratio * 10_000) / 10_000;
const scattered = rounded(table.scatteredPerSecond / map.scatteredPerSecond);
const repeated = rounded(table.repeatedPerSecond / map.repeatedPerSecond);
// Each floor is about a third of what an idle machine showed.
const checks = [
  check('peak-rss', table.peakRssMib, 'MiB', 256, table.peakRssMib <= 256),
  check('get-rate-scattered', scattered, 'of a Map', 0.05, scattered >= 0.05),
  check('get-rate-repeated', repeated, 'of a Map', 0.2, repeated >= 0.2),
];
const holds = checks.every((one) => one.holds);
if (values.json) console.log(JSON.stringify({ name: 'lookup', keys, checks, holds, table, map }));
else {
  for (const { id, value, unit, limit, holds: held } of checks) {
    console.log(`${held ? 'ok  ' : 'FAIL'} ${id.padEnd(20)} ${value} ${unit}, wanted ${limit}`);
  }
  console.log(`${keys} keys: filled in ${table.fillMs} ms (Map: ${map.fillMs} ms, ${map.peakRssMib} MiB).`);
}
process.exitCode = holds ? 0 : 1;
