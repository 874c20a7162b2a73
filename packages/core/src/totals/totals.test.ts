import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnOf } from '../bytes/cells.ts';
import type { ItemBatch } from '../contracts/batch.ts';
import type { ItemField } from '../contracts/line-item.ts';
import { createTotals } from './totals.ts';

type Item = Partial<Record<ItemField, string>>;

/** As much of a batch as totals look at. */
function batchOf(items: readonly Item[], alive = items.map(() => true)): ItemBatch {
  const batch: Pick<ItemBatch, 'length' | 'alive' | 'column'> = {
    length: items.length,
    alive: Uint8Array.from(alive, Number),
    column: (field) => columnOf(items.map((item) => item[field])),
  };
  return batch as ItemBatch;
}

const item = fc.record({
  territory: fc.constantFrom('US', 'DE', 'NA', 'NO'),
  period: fc.constantFrom('2026-03', '2026-03-05'),
  saleType: fc.constantFrom('stream', 'return'),
  currency: fc.constantFrom('EUR', 'JPY'),
  units: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
  amount: fc
    .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.nat(12))
    .map(([unscaled, scale]) => new Decimal(`${unscaled}e-${scale}`).toFixed()),
});

test('sums per currency equal a decimal oracle, whatever the split into batches', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(item, fc.boolean()), { maxLength: 60 }), fc.nat(60), (rows, cut) => {
      const totals = createTotals();
      for (const part of [rows.slice(0, cut), rows.slice(cut)])
        totals.add(
          batchOf(
            part.map(([row]) => row),
            part.map(([, alive]) => alive),
          ),
        );
      const alive = rows.filter(([, isAlive]) => isAlive).map(([row]) => row);
      const exact = Decimal.clone({ precision: 100 });
      for (const currency of ['EUR', 'JPY']) {
        const expected = alive
          .filter((row) => row.currency === currency)
          .reduce((sum, row) => sum.add(row.amount), new exact(0));
        expect(new exact(totals.amountsByCurrency()[currency] ?? '0').eq(expected)).toBe(true);
      }
      expect(BigInt(totals.units())).toBe(alive.reduce((sum, row) => sum + BigInt(row.units), 0n));
      expect(totals.lines().reduce((sum, line) => sum + line.rows, 0)).toBe(alive.length);
    }),
  );
});

test('a snapshot restored goes on as if nothing had happened', () => {
  fc.assert(
    fc.property(fc.array(item), fc.array(item), (before, after) => {
      const through = createTotals();
      through.add(batchOf(before));
      const resumed = createTotals();
      resumed.restore(JSON.parse(JSON.stringify(through.snapshot())));
      for (const totals of [through, resumed]) totals.add(batchOf(after));
      expect(resumed.lines()).toEqual(through.lines());
    }),
  );
});

test('lines without money have neither currency nor amount', () => {
  const totals = createTotals();
  totals.add(batchOf([{ territory: 'DE', period: '2026-03-05', saleType: 'stream', units: '1' }]));
  expect(totals.lines()).toEqual([{ territory: 'DE', period: '2026-03-05', saleType: 'stream', rows: 1, units: '1' }]);
  expect(totals.amountsByCurrency()).toEqual({});
});

test('a rejected row counts as far as it can be read', () => {
  const totals = createTotals();
  totals.addRejected({ currency: 'EUR', amount: '1.5', units: 'many' });
  totals.addRejected({});
  expect(totals.lines()).toEqual([
    { territory: '', period: '', saleType: '', currency: 'EUR', rows: 1, units: '0', amount: '1.5' },
    { territory: '', period: '', saleType: '', rows: 1, units: '0' },
  ]);
});

test('rejected rows of ever new cells are counted without a cell for each, also after a resume', () => {
  const rejected = (from: number, to: number, totals: ReturnType<typeof createTotals>) => {
    for (let row = from; row < to; row++)
      totals.addRejected({ territory: 'DE', currency: `a title, ${row}`, units: '2', amount: '0.01' });
    return totals;
  };
  const resumed = createTotals();
  resumed.restore(rejected(0, 10_500, createTotals()).snapshot());
  const lines = rejected(10_500, 12_000, resumed).lines();
  expect(lines).toEqual(rejected(0, 12_000, createTotals()).lines());
  expect(lines).toHaveLength(10_001);
  expect(lines.find(({ territory }) => territory === '')).toEqual({
    ...{ territory: '', period: '', saleType: '', rows: 2_000, units: '4000', amount: '20.00' },
  });
});

test('rows that are added one by one have a cell for each kind, however many there are', () => {
  const totals = createTotals();
  for (let row = 0; row < 12_000; row++) totals.addRow({ territory: `T${row}`, units: '1' });
  expect(totals.lines()).toHaveLength(12_000);
});
