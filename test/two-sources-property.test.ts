import type { Manifest } from '@ledgerline/core';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Amounts, gone, report, TwoSourcesWorld } from './two-sources-world.ts';

const runs = process.env.LEDGERLINE_DEEP === undefined ? 12 : 400;

/** Contents that meet: alike, in another order, a cent apart, a row more, one that is rejected. */
const contents: readonly Amounts[] = [
  ['0.01', '0.02'],
  ['0.02', '0.01'],
  ['0.01', '0.03'],
  ['0.01', '0.02', '0.02'],
  ['0.01', '6.66'],
];
const content = fc.constantFrom(...contents);

type Step =
  | readonly ['api' | 'file', Amounts]
  | readonly ['down' | 'up' | 'run' | 'import' | 'replay' | 'accept' | 'again'];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('api', 'file'), content) },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom('down', 'up', 'run', 'run', 'import', 'replay', 'accept', 'again')),
  },
);

async function take(world: TwoSourcesWorld, [what, amounts = []]: readonly [Step[0], Amounts?]): Promise<void> {
  if (what === 'api') world.api(amounts);
  else if (what === 'file') world.put(amounts);
  else if (what === 'down') world.down(gone());
  else if (what === 'up') world.up();
  else if (what === 'run') await world.run();
  else if (what === 'import') await world.import();
  else if (what === 'replay') await world.with((ledgerline) => ledgerline.replay(), { validators: [] });
  else if (what === 'again')
    await world.with((ledgerline) => ledgerline.run({ again: [report] })).catch(() => undefined);
  // Only what is held can be accepted.
  else await world.with((ledgerline) => ledgerline.accept({ report, who: 'w', why: 'y' })).catch(() => undefined);
}

/** Whether amounts are those of a content, with or without the row that is rejected at first. */
function isKnown(amounts: Amounts): boolean {
  const text = [...amounts].sort().join();
  return contents.some((each) =>
    [each, each.filter((amount) => amount !== '6.66')].some((rows) => [...rows].sort().join() === text),
  );
}

function checkHistory(history: readonly Manifest[]): void {
  expect(history.map(({ sequence }) => sequence)).toEqual(history.map((_, at) => at + 1));
  for (const [at, { supersedes, amendment }] of history.entries()) {
    const before = history[at - 1];
    expect(supersedes).toBe(amendment === undefined ? before?.revision : undefined);
  }
}

async function check(world: TwoSourcesWorld): Promise<void> {
  await world.with(async (ledgerline) => {
    const sink = await ledgerline.openSink();
    const inForce = await Array.fromAsync(sink.manifests());
    checkHistory(await Array.fromAsync(sink.manifests({ history: true })));
    expect(inForce.length).toBeLessThanOrEqual(1);
    const [manifest] = inForce;
    if (!manifest || !sink.rows) return;
    const rows = (await Array.fromAsync(sink.rows(manifest.report))).flat();
    const amounts = rows.map(({ cells }) => cells.amount ?? '');
    // One whole delivery, once.
    expect(isKnown(amounts)).toBe(true);
    expect(rows.length).toBe(manifest.counts.accepted);
    const sum = amounts.reduce((total, amount) => total.plus(amount), new Decimal(0));
    expect(sum.equals(manifest.totals[0]?.amount ?? 0)).toBe(true);
    const problems = [];
    const verifying = sink.verify?.();
    for (let next = await verifying?.next(); next && !next.done; next = await verifying?.next())
      problems.push(next.value);
    expect(problems).toEqual([]);
  });
}

test('whatever the order of deliveries, files, re-issues, imports and replays, a report counts once and its history is whole', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('hold', 'api-wins', 'file-wins'),
      fc.array(step, { minLength: 4, maxLength: 14 }),
      async (sourcesDiffer, steps) => {
        const world = new TwoSourcesWorld({ pipeline: { sourcesDiffer } });
        try {
          for (const each of steps) {
            await take(world, each);
            await check(world);
          }
        } finally {
          world.close();
        }
      },
    ),
    { numRuns: runs },
  );
});
