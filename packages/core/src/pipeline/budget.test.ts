import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TotalLine } from '../contracts/manifest.ts';
import { overdraft, type RejectBudget } from './budget.ts';

const line = (change: Partial<TotalLine>): TotalLine => ({
  ...{ territory: 'DE', period: '2026-03', saleType: 'stream', rows: 1, units: '0' },
  ...change,
});
const eur = (amount: string, units = '0') => line({ currency: 'EUR', amount, units });

function held(budget: RejectBudget, rejected: readonly TotalLine[], accepted: readonly TotalLine[] = []) {
  const counts = { read: 100, accepted: 100 - rejected.length, rejected: rejected.length, skipped: 0 };
  return overdraft({ budget, counts, totals: accepted, rejectedSizes: rejected });
}

test('a budget that is used up to the last digit is not overdrawn', () => {
  expect(held({ rejectedAmount: { EUR: '0.30' } }, [eur('0.1'), eur('0.20')])).toBeUndefined();
});

test('one digit more is told with both numbers and its setting', () => {
  expect(held({ rejectedAmount: { EUR: '0.30' } }, [eur('0.1'), eur('0.2000000000001')])).toEqual({
    what: 'rows of 0.3000000000001 EUR were rejected, the budget allows 0.30',
    setting: 'budget.rejectedAmount.EUR',
  });
});

test('money taken back does not make up for money paid', () => {
  expect(held({ rejectedAmount: { EUR: '5' } }, [eur('4'), eur('-4')])?.what).toContain('8 EUR');
});

test('a star stands for every currency that is not named, and for rows that carry none', () => {
  const budget = { rejectedAmount: { '*': '0', EUR: '10' } };
  expect(held(budget, [eur('9')])).toBeUndefined();
  expect(held(budget, [line({ currency: 'USD', amount: '0.01' })])?.setting).toBe('budget.rejectedAmount.*');
  expect(held(budget, [line({ amount: '1' })])?.what).toContain('1 no currency');
});

test('shares of money are counted currency by currency', () => {
  const accepted = [eur('90'), line({ currency: 'USD', amount: '1000000' })];
  expect(held({ rejectedAmountRatio: 0.1 }, [eur('10')], accepted)).toBeUndefined();
  expect(held({ rejectedAmountRatio: 0.1 }, [eur('10.01')], accepted)?.what).toBe(
    'rows of 10.01 of 100.01 EUR were rejected, the budget allows a share of 0.1',
  );
});

test('units have a budget of their own, whole and as a share', () => {
  expect(held({ rejectedUnits: '9' }, [eur('0', '10')])?.setting).toBe('budget.rejectedUnits');
  expect(held({ rejectedUnitsRatio: 0.5 }, [eur('0', '10')], [eur('0', '9')])?.what).toContain('10 of 19 units');
  expect(held({ rejectedUnits: '10', rejectedUnitsRatio: 0.5 }, [eur('0', '10')], [eur('0', '10')])).toBeUndefined();
});

test('whatever the amounts, the budget is overdrawn exactly when their sizes add up to more than it', () => {
  const cents = fc.integer({ min: -100_000, max: 100_000 });
  const text = (value: number) =>
    `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, '0')}`;
  fc.assert(
    fc.property(fc.array(cents, { minLength: 1, maxLength: 20 }), fc.nat(500_000), (amounts, budget) => {
      const size = amounts.reduce((sum, amount) => sum + Math.abs(amount), 0);
      const found = held(
        { rejectedAmount: { EUR: text(budget) } },
        amounts.map((amount) => eur(text(amount))),
      );
      expect(found !== undefined).toBe(size > budget);
    }),
  );
});
