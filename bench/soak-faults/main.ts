// N random bad days a connector, each followed by quiet ones. Options: --seeds N, --from SEED, --connector NAME, --json.
import { parseArgs } from 'node:util';
import { ConnectorKit, createFaultPlan, type FaultPlanResult, runFaultPlan } from '@ledgerline/testkit/checks';
import { testedConnectors } from '../conformance/connectors.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    connector: { type: 'string' },
  },
});
const [seeds, from] = [Number(values.seeds), Number(values.from)];
if (!Number.isInteger(seeds) || seeds < 1 || !Number.isInteger(from))
  throw new Error('--seeds and --from are whole numbers');

const began = performance.now();
const sum = (results: readonly FaultPlanResult[], of: (result: FaultPlanResult) => number): number =>
  results.reduce((total, result) => total + of(result), 0);

/** What must be zero, over all bad days of one connector. */
const zeros: Readonly<Record<string, (result: FaultPlanResult) => number>> = {
  'lost-rows': ({ lostRows }) => lostRows,
  'doubled-rows': ({ doubledRows }) => doubledRows,
  'silent-gaps': ({ silent }) => silent.length,
  'wrong-reports': ({ wrong }) => wrong.length,
  unfinished: ({ unfinished }) => (unfinished === undefined ? 0 : 1),
};

const connectors = [];
const checks = [];
for (const { name, connector, upstream } of await testedConnectors(values.connector)) {
  const kit = new ConnectorKit({ connector, upstream });
  const results: FaultPlanResult[] = [];
  for (let seed = from; seed < from + seeds; seed += 1) results.push(await runFaultPlan(kit, createFaultPlan(seed)));
  for (const [id, of] of Object.entries(zeros)) {
    const value = sum(results, of);
    checks.push({ id: `${name}/${id}`, value, unit: id.replace('-', ' '), limit: '= 0', holds: value === 0 });
  }
  connectors.push({
    name,
    plans: results.length,
    survivedAtOnce: results.filter(({ told, silent }) => told.length + silent.length === 0).length,
    requests: sum(results, ({ requests }) => requests),
    repeated: sum(results, ({ repeated }) => repeated),
    virtualSeconds: Math.round(sum(results, ({ virtualMs }) => virtualMs) / 1000),
    bad: results.filter((result) => Object.values(zeros).some((of) => of(result) > 0)),
  });
}
const holds = checks.length > 0 && checks.every((check) => check.holds);
const wallSeconds = Math.round((performance.now() - began) / 100) / 10;

if (values.json) console.log(JSON.stringify({ name: 'soak:faults', checks, holds, wallSeconds, connectors }));
else {
  for (const { id, value, limit, holds: isHeld } of checks) {
    console.log(`${isHeld ? 'ok  ' : 'FAIL'} ${id.padEnd(28)} ${value}, wanted ${limit}`);
  }
  for (const { name, plans, survivedAtOnce, requests, repeated, virtualSeconds, bad } of connectors) {
    console.log(
      `${name}: ${plans} bad days, ${survivedAtOnce} survived within the run; ${requests} requests, ${repeated} of them repeated, ${virtualSeconds} s of virtual time`,
    );
    for (const { seed, wrong, silent, unfinished } of bad)
      console.log(`  seed ${seed}:`, { wrong, silent, unfinished });
  }
  console.log(`${wallSeconds} s.`);
}
process.exitCode = holds ? 0 : 1;
