import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TotalLine } from '../contracts/manifest.ts';
import { addUp, cellDifferences, compareFigures, differenceOf } from './cell-differences.ts';
import { proveClaims } from './prove-claims.ts';

const Exact = Decimal.clone({ precision: 1000, toExpNeg: -9e15, toExpPos: 9e15 });

const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 14 }))
  .map(([unscaled, scale]) => new Exact(unscaled.toString()).div(new Exact(10).pow(scale)).toFixed(scale));

const line: fc.Arbitrary<TotalLine> = fc.record({
  territory: fc.constantFrom('DE', 'US', ''),
  period: fc.constantFrom('2026-03', '2026-03-05', '2026-02'),
  saleType: fc.constantFrom('stream', 'return'),
  currency: fc.constantFrom('EUR', 'USD'),
  rows: fc.nat(1000),
  units: fc.integer().map(String),
  amount,
});
const lines = fc.uniqueArray(line, {
  selector: ({ territory, period, saleType, currency }) => [territory, period, saleType, currency].join(),
});

test('a difference is counted less claimed, to the last digit', () => {
  fc.assert(
    fc.property(amount, amount, (claimed, counted) => {
      const difference = differenceOf(claimed, counted) ?? 'none';
      expect(new Exact(difference).equals(new Exact(counted).minus(claimed))).toBe(true);
      expect(compareFigures({ what: 'x', where: 'y', claimed, counted }).holds).toBe(
        new Exact(claimed).equals(counted),
      );
    }),
  );
  expect(differenceOf('many', '1')).toBeUndefined();
  expect(compareFigures({ what: 'x', where: 'y', claimed: '1.50', counted: '1.5' })).not.toHaveProperty('difference');
});

test('equal totals differ nowhere, and the differences of others add up to the difference of their sums', () => {
  fc.assert(
    fc.property(lines, lines, (left, right) => {
      expect(cellDifferences('here', left, left)).toEqual([]);
      const differences = cellDifferences('here', left, right);
      const of = (what: string) =>
        differences
          .filter((each) => each.what === what)
          .reduce((sum, { difference = '0' }) => sum.plus(difference), new Exact(0));
      const [a, b] = [addUp(left), addUp(right)];
      expect(of('row count').equals(new Exact(b.rows).minus(a.rows))).toBe(true);
      expect(of('units').equals(new Exact(b.units).minus(a.units))).toBe(true);
      expect(of('amount').equals(new Exact(b.amount).minus(a.amount))).toBe(true);
      for (const { cell } of differences)
        expect([...left, ...right]).toContainEqual(expect.objectContaining({ ...cell }));
    }),
  );
});

test('a claim about a cell is held against the rows of that cell, a month standing for its days', () => {
  fc.assert(
    fc.property(lines, lines, (totals, rejectedTotals) => {
      const all = [...totals, ...rejectedTotals];
      const german = all.filter(({ territory, period }) => territory === 'DE' && period.startsWith('2026-03'));
      const euros = german
        .filter(({ currency }) => currency === 'EUR')
        .reduce((sum, each) => sum.plus(each.amount ?? 0), new Exact(0));
      const cell = { territory: 'DE', period: '2026-03' };
      const claim = { where: 'summary', cell, rows: addUp(german).rows, amounts: { EUR: euros.toFixed() } };
      expect(proveClaims([claim], { totals, rejectedTotals }).map(({ holds }) => holds)).toEqual([true, true]);
      const lie = { ...claim, amounts: { EUR: euros.plus('0.0001').toFixed() } };
      expect(proveClaims([lie], { totals, rejectedTotals })[1]).toMatchObject({
        holds: false,
        cell: { ...cell, currency: 'EUR' },
      });
    }),
  );
});
