// Random tamperings of audit logs, each of which verification must find, beside logs that nobody touched. Options: --tamperings N, --seed N, --json.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyAuditFile } from '@ledgerline/core/runtime';
import { tamper, tamperings } from './tamper.ts';
import { draws, type WrittenLog, writeLog } from './write-log.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    tamperings: { type: 'string', default: '1000' },
    records: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
  },
});
const [count, records, seed] = [Number(values.tamperings), Number(values.records), Number(values.seed)];
if (![count, records, seed].every((value) => Number.isInteger(value) && value >= 1))
  throw new Error('--tamperings, --records and --seed are whole numbers from 1');

const folder = mkdtempSync(join(tmpdir(), 'ledgerline-soak-audit-'));
const draw = draws(seed);
const keptBy = 'the state store';
const marksOf = (end: WrittenLog) => ({ end: { ...end, keptBy } });

try {
  const logs: { file: string; bytes: Buffer; end: WrittenLog }[] = [];
  for (let index = 0; index < 20; index += 1) {
    const file = join(folder, `log-${index}.ndjson`);
    const end = await writeLog(file, 2 + draw(index < 5 ? 10 : 1000), draw);
    logs.push({ file, bytes: readFileSync(file), end });
  }
  const missed: string[] = [];
  const misnamed: string[] = [];
  const byKind = Object.fromEntries(tamperings.map((kind) => [kind, { tried: 0, found: 0 }]));
  for (let index = 0; index < count; index += 1) {
    const kind = tamperings[index % tamperings.length] ?? 'flip';
    const log = logs[draw(logs.length)];
    if (log === undefined) continue;
    const { bytes, from, to, what } = tamper(kind, log.bytes, draw);
    const file = join(folder, 'tampered.ndjson');
    writeFileSync(file, bytes);
    const verdict = await verifyAuditFile(file, marksOf(log.end));
    const tally = byKind[kind];
    if (tally) tally.tried += 1;
    if (verdict.intact) missed.push(`${kind} of ${what} in ${log.file}`);
    else if (tally) {
      tally.found += 1;
      if (verdict.seq < from || verdict.seq > to) misnamed.push(`${kind} of ${what}: ${verdict.message}`);
    }
  }

  let alarms = 0;
  for (let index = 0; index < count; index += 1) {
    const log = logs[index % logs.length];
    if (log && !(await verifyAuditFile(log.file, marksOf(log.end))).intact) alarms += 1;
  }

  const long = join(folder, 'long.ndjson');
  const end = await writeLog(long, records, draw);
  let intact = true;
  let fastestMs = Number.POSITIVE_INFINITY;
  // The best of some passes: the others measure what else the machine is doing.
  for (let pass = 0; pass < 5; pass += 1) {
    const began = performance.now();
    const verdict = await verifyAuditFile(long, marksOf(end));
    fastestMs = Math.min(fastestMs, performance.now() - began);
    intact &&= verdict.intact;
  }
  const perSecond = Math.round(records / (fastestMs / 1000));

  const tried = Object.values(byKind).reduce((sum, each) => sum + each.tried, 0);
  const checks = [
    { id: 'tamperings/tried', value: tried, unit: 'tamperings', limit: `= ${count}`, holds: tried === count },
    { id: 'tamperings/missed', value: missed.length, unit: 'tamperings', limit: '= 0', holds: missed.length === 0 },
    { id: 'tamperings/misnamed', value: misnamed.length, unit: 'records', limit: '= 0', holds: misnamed.length === 0 },
    {
      id: 'intact/false-alarms',
      value: alarms,
      unit: `of ${count} logs`,
      limit: '= 0',
      holds: alarms === 0 && intact,
    },
    { id: 'speed', value: perSecond, unit: 'records/s', limit: '>= 100000', holds: perSecond >= 100_000 },
  ];
  const holds = checks.every((check) => check.holds);
  if (values.json) console.log(JSON.stringify({ name: 'soak:audit', checks, holds, byKind, missed, misnamed }));
  else {
    for (const { id, value, unit, limit, holds: isHeld } of checks)
      console.log(`${isHeld ? 'ok  ' : 'FAIL'} ${id.padEnd(22)} ${value} ${unit}, wanted ${limit}`);
    for (const [kind, each] of Object.entries(byKind))
      console.log(`  ${kind.padEnd(10)} ${each.found} of ${each.tried} found`);
    for (const line of [...missed, ...misnamed]) console.log(`  ${line}`);
  }
  process.exitCode = holds ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
