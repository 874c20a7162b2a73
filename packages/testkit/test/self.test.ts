import { ConnectorKit, connectorThemes, runChecks } from '@ledgerline/testkit/checks';
import { expect, test } from 'vitest';
import { type Broken, brokenConnectors } from './sample/broken.ts';
import { createSample } from './sample/connector.ts';
import { upstream } from './sample/upstream.ts';

/** One quick scenario of every theme: a bad habit must show in its own only. */
const quick = [
  ...['config/required', 'again/unchanged', 'rate/seconds', 'failures/502', 'payload/members', 'credentials/lapse'],
  ...['readiness/empty', 'drift/unknown-column', 'reissue/supersedes', 'cancellation/request', 'secrets/quiet'],
  ...['network/only-http', 'resume/request'],
];

const longNames: Readonly<Record<string, string>> = { rate: 'rate-limits', faults: 'fault-plans' };
const themeOf = (id: string): string => longNames[id.split('/')[0] ?? ''] ?? id.split('/')[0] ?? '';

/** Whether the whole of a bad habit's themes is tried, the measured ones included, or what must find it and what must not. */
const deep = process.env.LEDGERLINE_DEEP !== undefined;

/** Of the quick ones every ninth, others for the next habit, or all of them. */
const othersOf = (turn: number): readonly string[] => quick.filter((_, at) => deep || at % 9 === turn % 9);

async function findings({ habits, fails }: Broken, turn: number) {
  const kit = new ConnectorKit({ connector: createSample(habits), upstream, thorough: false });
  const own = new Set(deep ? fails.map(themeOf) : []);
  const others = othersOf(turn);
  const checks = Object.entries(connectorThemes).flatMap(([name, theme]) =>
    theme(kit).filter(({ id }) => own.has(name) || fails.includes(id) || others.includes(id)),
  );
  const results = await runChecks(checks);
  return results.filter(({ outcome }) => outcome === 'broken');
}

const measured = (broken: Broken): boolean => broken.fails.some((id) => themeOf(id) === 'memory');

const tried = brokenConnectors.filter((broken) => deep || !measured(broken));

test.each(tried.map((broken, turn) => ({ ...broken, turn })))(
  '$name fails exactly the scenarios that are about it',
  { timeout: 180_000 },
  async ({ turn, ...broken }) => {
    const found = await findings(broken, turn);
    expect(found.map(({ id }) => id).sort(), JSON.stringify(found, undefined, 1)).toEqual([...broken.fails].sort());
  },
);

test('every theme has a broken connector that it finds', () => {
  const found = new Set(brokenConnectors.flatMap(({ fails }) => fails.map(themeOf)));
  const missing = Object.keys(connectorThemes).filter((theme) => !found.has(theme));
  expect(missing).toEqual([]);
});
