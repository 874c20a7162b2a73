import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDecimal } from '../money/decimal.ts';
import { contextOf, type ItemCells, listeningJudge, objectBatch } from './object-batch.fixture.ts';
import { memoryTables } from './reference/memory-tables.fixture.ts';
import { usdValidator } from './usd-validator.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usd-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const table = 'period,currency,rate\n2026-03,EUR,1.0845\n2026-03-05,EUR,1.1\n2026-03,jpy,0.0067\n';

async function converted(
  rows: readonly ItemCells[],
  { missing = 'flag' as 'flag' | 'reject' | 'stop', text = table, money = true } = {},
) {
  const rates = join(folder, 'rates.csv');
  writeFileSync(rates, text);
  const session = await usdValidator.open({ rates, missing }, { ...contextOf(money), tables: memoryTables() });
  const batch = objectBatch(rows);
  const { judge, flags, rejects } = listeningJudge(batch);
  session.check(batch, judge);
  const usd = rows.map((_, index) => batch.text('amountUsd', index));
  return {
    usd,
    amounts: rows.map((_, index) => batch.text('amount', index)),
    flags,
    rejects,
    findings: (await session.finish?.()) ?? [],
  };
}

const row = (amount: string, currency: string, period = '2026-03'): ItemCells => ({ amount, currency, period });

test('every digit of the product is kept and the amount stays as it was sent', async () => {
  const { usd, amounts } = await converted([row('0.304000000001', 'EUR'), row('18', 'JPY'), row('-2.50', 'EUR')]);
  expect(usd).toEqual(['0.3296880000010845', '0.1206', '-2.711250']);
  expect(amounts).toEqual(['0.304000000001', '18', '-2.50']);
});

test('a day has its own rate, else that of its month; days of two months have none', async () => {
  const { usd, flags } = await converted([
    row('1', 'EUR', '2026-03-05'),
    row('1', 'EUR', '2026-03-06'),
    row('1', 'EUR', '2026-03-02--2026-03-08'),
    row('1', 'EUR', '2026-03-30--2026-04-05'),
  ]);
  expect(usd).toEqual(['1.1', '1.0845', '1.0845', undefined]);
  expect(flags).toMatchObject([{ index: 3, code: 'RATE_MISSING' }]);
});

test('one US dollar is one, whether the file says so or not', async () => {
  expect((await converted([row('3.10', 'USD')])).usd).toEqual(['3.10']);
});

test('an amount in US dollars that the document brought is kept and flagged', async () => {
  const { usd, flags } = await converted([{ ...row('1', 'EUR'), amountUsd: '9' }]);
  expect([usd, flags.map(({ code }) => code)]).toEqual([['9'], ['USD_GIVEN']]);
});

test('a missing rate costs a finding, the row, or the commit, as it was decided', async () => {
  const rows = [row('1', 'GBP'), row('2', 'GBP')];
  expect((await converted(rows)).flags.map(({ message }) => message)).toEqual(
    Array.from({ length: 2 }, () => 'there is no rate for GBP in 2026-03'),
  );
  expect((await converted(rows, { missing: 'reject' })).rejects).toMatchObject([{ code: 'RATE_MISSING' }, {}]);
  expect((await converted(rows, { missing: 'stop' })).findings).toMatchObject([{ severity: 'error', count: 2 }]);
});

test('a feed of usage only is left alone', async () => {
  expect((await converted([{ period: '2026-03', units: '3' }], { money: false })).usd).toEqual([undefined]);
});

test.each([
  ['period,currency,rate\n2026-03,EUR,1\n2026-13,EUR,1\n', 'line 3: "2026-13" is no month and no day'],
  ['period,currency,rate\n2026-03,Taler,1\n', 'line 2: "Taler" is no currency'],
  ['period,currency,rate\n2026-03,EUR,"1,08"\n', 'line 2: "1,08" is no rate'],
  ['period,currency,rate\n2026-03,EUR,-1\n', 'line 2: "-1" is no rate'],
  ['period,currency,rate\n2026-03,USD,1.01\n', 'line 2: one US dollar is 1.01 US dollars'],
  [
    'month,currency,rate\n2026-03,EUR,1.1\n2026-03,EUR,1.2\n',
    'line 3: EUR has the rate 1.2 in 2026-03, and 1.1 further up',
  ],
  ['period,currency\n', 'line 1: there is no column rate'],
])('a file of rates that is none (%j) is told with its path and line', async (text, message) => {
  const error = await converted([], { text }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'RATES_INVALID' });
  expect(String(error)).toContain(`rates.csv, ${message}`);
});

test('divided by the rate the product is the amount again, whatever the digits', async () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.integer({ min: 0, max: 15 }))
    .map(
      ([digits, scale]) =>
        `${digits / 10n ** BigInt(scale)}${scale === 0 ? '' : `.${String(digits % 10n ** BigInt(scale)).padStart(scale, '0')}`}`,
    )
    .filter((text) => !/^0*\.?0*$/.test(text));
  await fc.assert(
    fc.asyncProperty(decimal, decimal, async (amount, rate) => {
      const { usd } = await converted([row(amount, 'EUR')], { text: `period,currency,rate\n2026-03,EUR,${rate}\n` });
      const [a, r, p] = [amount, rate, usd[0] ?? ''].map(parseDecimal);
      expect(p?.scale).toBe((a?.scale ?? 0) + (r?.scale ?? 0));
      expect((p?.unscaled ?? 0n) / (r?.unscaled ?? 1n)).toBe(a?.unscaled);
      expect((p?.unscaled ?? 0n) % (r?.unscaled ?? 1n)).toBe(0n);
    }),
    { numRuns: 60 },
  );
});
