import { readFileSync } from 'node:fs';
import type { RoyaltyLineItem } from '@ledgerline/core';
import { type ExplainedTotal, explainTotal } from '@ledgerline/core/runtime';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { type BooksOptions, BooksWorld, paper, row } from './books-world.ts';

const Exact = Decimal.clone({ precision: 1000, toExpNeg: -9e15, toExpPos: 9e15 });
const worlds: BooksWorld[] = [];
function open(options?: BooksOptions): BooksWorld {
  const world = new BooksWorld(options);
  worlds.push(world);
  return world;
}
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

const explained = (world: BooksWorld, period = '2026-03', currency?: string): Promise<readonly ExplainedTotal[]> =>
  world.with(async (ledgerline) =>
    explainTotal(await ledgerline.openSink(), { dsp: 'made-up', period, ...(currency ? { currency } : {}) }),
  );

/** What the files of a month hold by currency, added up by decimal.js. */
async function oracle(
  world: BooksWorld,
  month: string,
): Promise<Map<string, { rows: number; units: Decimal; amount: Decimal }>> {
  const files = await world.with(async (ledgerline) => Array.fromAsync((await ledgerline.openSink()).files()));
  const sums = new Map<string, { rows: number; units: Decimal; amount: Decimal }>();
  for (const { absolutePath } of files)
    for (const line of readFileSync(absolutePath, 'utf8').split('\n').filter(Boolean)) {
      const item: RoyaltyLineItem = JSON.parse(line);
      if (!item.period.startsWith(month)) continue;
      const sum = sums.get(item.currency ?? '') ?? { rows: 0, units: new Exact(0), amount: new Exact(0) };
      const amount = sum.amount.plus(item.amount ?? 0);
      sums.set(item.currency ?? '', { rows: sum.rows + 1, units: sum.units.plus(item.units), amount });
    }
  return sums;
}

test('a total is told from what was read down to what is in the lake, with the reports behind each line', async () => {
  const world = open();
  const good = row({ amount: '1.10', units: '4' });
  world.papers = [paper('2026-03', [good, good])];
  await world.run();
  const rows = [good, row({ amount: '0.5', units: 'many' }), row({ amount: '9', period: '2026-02', units: '2' })];
  world.papers = [paper('2026-03', rows, { claims: [{ where: 'footer', amounts: { EUR: '10.60' } }] })];
  expect((await world.run()).outcomes).toMatchObject([
    { effect: 'committed', superseded: { rows: 2, amounts: { EUR: '2.20' } } },
  ]);
  const id = 'made-up/a/sales/2026-03/-';
  const [total] = await explained(world);
  expect(total?.lines.map(({ kind, reason, rows, units, amount }) => [kind, reason, rows, units, amount])).toEqual([
    ['read', '', 5, '14', '12.80'],
    ['superseded', 'sequence 1', -2, '-8', '-2.20'],
    ['rejected', 'UNITS_NOT_INTEGER', -1, '0', '-0.5'],
    ['elsewhere', 'rows of other periods', -1, '-2', '-9'],
  ]);
  expect(total).toMatchObject({
    currency: 'EUR',
    addsUp: true,
    total: { rows: 1, units: '4', amount: '1.10', reports: [id] },
  });
  expect(total?.claimed).toEqual({ amount: '10.60', counted: '10.60', difference: '0.00', reports: [id] });
  expect(total?.lines[1]?.reports).toEqual([expect.stringMatching(`^${id} revision [0-9a-f]{12}$`)]);
  expect(await explained(world, '2026-02')).toMatchObject([{ addsUp: true, total: { rows: 1, amount: '9' } }]);
  expect(await explained(world, '2026-03', 'USD')).toEqual([]);
  await expect(explained(world, 'March')).rejects.toThrow('no period');
});

test('whatever is read, re-issued and rejected, the total is that of the files as decimal.js adds them up', async () => {
  const amount = fc
    .tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.integer({ min: 0, max: 12 }))
    .map(([value, scale]) => new Exact(value).div(new Exact(10).pow(scale)).toFixed(scale));
  const cells = fc.record({
    territory: fc.constantFrom('DE', 'US', 'JP'),
    period: fc.constantFrom('2026-03', '2026-03', '2026-02'),
    currency: fc.constantFrom('EUR', 'USD', 'JPY'),
    units: fc.oneof(fc.nat(1000).map(String), fc.constantFrom('many', '', '1.5')),
    amount: fc.oneof({ weight: 5, arbitrary: amount }, { weight: 1, arbitrary: fc.constantFrom('NaN', '1,5') }),
  });
  const edition = fc.array(cells, { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.array(edition, { minLength: 1, maxLength: 3 }), edition, async (editions, other) => {
      const world = open();
      for (const [at, rows] of editions.entries()) {
        const more = at === 0 ? [] : [paper('2026-02', other.map(row))];
        world.papers = [paper('2026-03', rows.map(row)), ...more];
        await world.run();
      }
      const sums = await oracle(world, '2026-03');
      const totals = await explained(world);
      for (const { currency = '', total, addsUp } of totals) {
        const found = sums.get(currency) ?? { rows: 0, units: new Exact(0), amount: new Exact(0) };
        expect([addsUp, total.rows]).toEqual([true, found.rows]);
        expect(found.units.equals(total.units) && found.amount.equals(total.amount)).toBe(true);
        sums.delete(currency);
      }
      expect([...sums.keys()]).toEqual([]);
      world.close();
    }),
    { numRuns: 12 },
  );
}, 120_000);
