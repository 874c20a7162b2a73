import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TotalLine } from '../contracts/manifest.ts';
import { percentOf } from './figure-change.ts';
import { LedgerMoney } from './ledger-money.ts';

const report = { dsp: 'tonspur', account: 'a', feed: 'sales', period: '2026-03', scope: '-' };

function line(period: string, territory: string, amount: string | undefined, units = '1'): TotalLine {
  const money = amount === undefined ? {} : { currency: 'EUR', amount };
  return { territory, period, saleType: 'stream', rows: 1, units, ...money };
}

function told(lines: readonly TotalLine[], top?: number) {
  const money = new LedgerMoney();
  money.add({ report, totals: lines });
  return money.sources(top === undefined ? {} : { top });
}

test('the latest month of a feed stands beside the month before, digit by digit', () => {
  const [source] = told([
    line('2026-02', 'DE', '10.00'),
    line('2026-03', 'DE', '12.5001'),
    line('2026-03', 'SE', '0.1'),
  ]);
  expect(source).toMatchObject({ month: '2026-03', monthBefore: '2026-02', periods: 1, periodsBefore: 1 });
  expect(source?.currencies[0]).toMatchObject({
    currency: 'EUR',
    amount: '12.6001',
    before: { amount: '10.00' },
    change: { rows: 1, amount: '2.6001', amountPercent: '26.0', units: '1', unitsPercent: '100.0' },
    territories: [{ territory: 'DE' }, { territory: 'SE', amount: '0.1' }],
  });
});

test('a month that is missing is no month before, and January follows December', () => {
  const [gap] = told([line('2026-01', 'DE', '1'), line('2026-03', 'DE', '2')]);
  expect(gap?.currencies[0]?.change).toBeUndefined();
  const [turn] = told([line('2025-12-31', 'DE', '1'), line('2026-01-01', 'DE', '2')]);
  expect(turn?.currencies[0]?.change?.amountPercent).toBe('100.0');
});

test('a territory that is gone is told with what it had', () => {
  const [source] = told([line('2026-02', 'SE', '3'), line('2026-03', 'DE', '2')]);
  expect(source?.currencies[0]?.territories[1]).toMatchObject({
    territory: 'SE',
    amount: '0',
    change: { amount: '-3' },
  });
});

test('rows without a currency have units and no amount', () => {
  const [source] = told([line('2026-03', 'DE', undefined, '7')]);
  expect(source?.currencies[0]).toEqual({
    ...{ rows: 1, units: '7' },
    territories: [{ territory: 'DE', rows: 1, units: '7' }],
  });
});

test('whatever is told one by one, territories and the rest add up to the total', () => {
  const cells = fc.array(
    fc.record({
      territory: fc.constantFrom('DE', 'SE', 'FR', 'JP', 'US', 'ZZ'),
      month: fc.constantFrom('2026-02', '2026-03'),
      micros: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
    }),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(cells, fc.integer({ min: 0, max: 7 }), (drawn, top) => {
      const lines = drawn.map(({ territory, month, micros }) => line(month, territory, `${micros}e-6`));
      const [source] = told(lines, top);
      const of = (month: string | undefined) =>
        drawn.filter((cell) => cell.month === month).reduce((sum, { micros }) => sum + micros, 0n);
      const [share] = source?.currencies ?? [];
      const parts = [...(share?.territories ?? []), ...(share?.rest ? [share.rest] : [])];
      expect(parts.reduce((sum, { amount = '0' }) => sum + micros(amount), 0n)).toBe(of(source?.month));
      expect(micros(share?.amount ?? '0')).toBe(of(source?.month));
      if (share?.before) expect(micros(share.before.amount ?? '0')).toBe(of(source?.monthBefore));
      expect(parts.reduce((sum, { rows }) => sum + rows, 0)).toBe(share?.rows);
    }),
  );
});

test('percentages are rounded to a tenth, halves away from zero', () => {
  expect(percentOf('2000', '2001')).toBe('0.1');
  expect(percentOf('2000', '1999')).toBe('-0.1');
  expect(percentOf('3', '2')).toBe('-33.3');
  expect(percentOf('-10', '-5')).toBe('50.0');
  expect(percentOf('1', '1.0000000000000000001')).toBe('0.0');
  expect(percentOf('0.00', '5')).toBeUndefined();
});

/** An amount of six places as a whole number of its last. */
function micros(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(`${whole}${fraction.padEnd(6, '0')}`);
}
