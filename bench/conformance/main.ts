// Connector × check, over every connector whose mock has an adapter. Options: --json, --connector NAME.
import { parseArgs } from 'node:util';
import { type CheckResult, connectorChecks, runChecks } from '@ledgerline/testkit/checks';
import { testedConnectors } from './connectors.ts';

const marks: Readonly<Record<CheckResult['outcome'], string>> = {
  holds: 'holds',
  broken: 'BROKEN',
  inapplicable: '–',
  waived: 'waived',
};

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, connector: { type: 'string' } } });
const began = performance.now();
const tested = await testedConnectors(values.connector);
const results = new Map<string, readonly CheckResult[]>();
for (const { name, connector, upstream } of tested) {
  results.set(name, await runChecks(connectorChecks({ connector, upstream }), upstream.waivers));
}

const checks = [...results].flatMap(([name, found]) =>
  found.map(({ id, outcome, reason }) => ({
    ...{ id: `${name}/${id}`, value: outcome, unit: 'outcome', limit: 'holds', holds: outcome !== 'broken' },
    ...(reason === undefined ? {} : { reason }),
  })),
);
const holds = checks.length > 0 && checks.every((check) => check.holds);
const wallSeconds = Math.round((performance.now() - began) / 100) / 10;

if (values.json) console.log(JSON.stringify({ name: 'conformance', checks, holds, wallSeconds }));
else {
  const ids = [...new Set([...results.values()].flatMap((found) => found.map(({ id }) => id)))];
  const cell = (name: string, id: string): string => {
    const outcome = results.get(name)?.find((result) => result.id === id)?.outcome;
    return outcome === undefined ? '' : marks[outcome];
  };
  console.log(`${'check'.padEnd(26)}${tested.map(({ name }) => name.padEnd(15)).join('')}`);
  for (const id of ids) console.log(`${id.padEnd(26)}${tested.map(({ name }) => cell(name, id).padEnd(15)).join('')}`);
  for (const { id, value, reason } of checks) if (value !== 'holds') console.log(`${value} ${id}: ${reason}`);
  console.log(`${tested.length} connectors, ${checks.length} checks in ${wallSeconds} s.`);
}
process.exitCode = holds ? 0 : 1;
