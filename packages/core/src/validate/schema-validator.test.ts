import fc from 'fast-check';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { expect, expectTypeOf, test } from 'vitest';
import type { RoyaltyLineItem } from '../contracts/line-item.ts';
import { MoneyLineItemSchema, RoyaltyLineItemSchema, UsageLineItemSchema } from './line-item-schema.ts';
import { contextOf, type ItemCells, judged, listeningJudge, objectBatch } from './object-batch.fixture.ts';
import { rowCheck } from './row-check.ts';
import { schemaValidator } from './schema-validator.ts';

const good: ItemCells = {
  isrc: 'QZABC2000047',
  territory: 'NO',
  period: '2026-03',
  saleType: 'stream',
  units: '12',
  amount: '0.012300000000000000001',
  currency: 'NOK',
};

test('a line item fulfils the schema of its type', () => {
  expectTypeOf<Static<typeof RoyaltyLineItemSchema>>().toExtend<RoyaltyLineItem>();
  expectTypeOf<RoyaltyLineItem>().toExtend<Static<typeof RoyaltyLineItemSchema>>();
  const { amount, currency, ...usage } = good;
  expect(Value.Check(RoyaltyLineItemSchema, objectBatch([good]).item(0))).toBe(true);
  expect(Value.Check(RoyaltyLineItemSchema, objectBatch([usage]).item(0))).toBe(true);
  expect(Value.Check(RoyaltyLineItemSchema, objectBatch([{ ...usage, amount }]).item(0))).toBe(false);
  expect(Value.Check(RoyaltyLineItemSchema, objectBatch([{ ...usage, currency }]).item(0))).toBe(false);
});

test.each<[string, ItemCells, string | undefined]>([
  ['a good row', {}, undefined],
  ['no ISRC', { isrc: undefined }, undefined],
  ['an ISRC with hyphens', { isrc: 'QZ-ABC-20-00047' }, 'ISRC_INVALID'],
  ['a whole country name', { territory: 'Norway' }, 'TERRITORY_INVALID'],
  ['no territory', { territory: undefined }, 'TERRITORY_MISSING'],
  ['a day', { period: '2024-02-29' }, undefined],
  ['a week', { period: '2026-03-02--2026-03-08' }, undefined],
  ['a month that is none', { period: '2026-13' }, 'PERIOD_INVALID'],
  ['a day that is none', { period: '2026-02-30' }, 'PERIOD_INVALID'],
  ['a span that ends before it starts', { period: '2026-03-08--2026-03-02' }, 'PERIOD_INVALID'],
  ['a quarter by name', { period: '2026-Q1' }, 'PERIOD_INVALID'],
  ['no sale type', { saleType: undefined }, 'SALE_TYPE_MISSING'],
  ['units with a point', { units: '1.0' }, 'UNITS_INVALID'],
  ['no units', { units: undefined }, 'UNITS_MISSING'],
  ['negative units of a stream', { units: '-3' }, 'UNITS_NEGATIVE'],
  ['negative units of a return', { units: '-3', saleType: 'download-return' }, undefined],
  ['negative units of an ADJUSTMENT', { units: '-3', saleType: 'ADJUSTMENT' }, undefined],
  ['minus zero units', { units: '-0' }, undefined],
  ['a negative amount', { amount: '-12.5' }, undefined],
  ['an amount in bookkeeping brackets', { amount: '(12.5)' }, 'AMOUNT_INVALID'],
  ['an amount with a decimal comma', { amount: '1.234,5' }, 'AMOUNT_INVALID'],
  ['no amount', { amount: undefined }, 'AMOUNT_MISSING'],
  ['no currency', { currency: undefined }, 'CURRENCY_MISSING'],
  ['a currency in small letters', { currency: 'nok' }, 'CURRENCY_INVALID'],
  ['an amount in dollars that is text', { amountUsd: 'much' }, 'AMOUNT_USD_INVALID'],
])('%s is judged', async (_name, change, code) => {
  const { rejects, batch } = await judged(schemaValidator, {}, [good, { ...good, ...change }, good]);
  expect(rejects.map((reject) => [reject.index, reject.code])).toEqual(code === undefined ? [] : [[1, code]]);
  expect([...batch.alive]).toEqual([1, code === undefined ? 1 : 0, 1]);
});

test('a feed of usage only has no place for money', async () => {
  const { amount, currency, ...usage } = good;
  const { rejects } = await judged(schemaValidator, {}, [usage, { ...usage, amount }, { ...usage, currency }], false);
  expect(rejects.map(({ index, code }) => [index, code])).toEqual([
    [1, 'AMOUNT_UNEXPECTED'],
    [2, 'CURRENCY_UNEXPECTED'],
  ]);
});

test('a rejection says what, where and what to do next, with the words of the schema', async () => {
  const { rejects } = await judged(schemaValidator, {}, [good, { ...good, territory: 'Norway' }]);
  expect(rejects[0]?.message).toBe(
    'The row\'s territory is not two capital letters (must match pattern "^[A-Z]{2}$"), line 3 of sales.tsv; correct the mapping of territory, or the row at its source, and replay the dead letter.',
  );
});

test('after some hundred rejections of a code the details are left out, also across a resume', async () => {
  const rows = Array.from({ length: 200 }, () => ({ ...good, territory: 'Norway' }));
  const first = await judged(schemaValidator, {}, rows);
  const batch = objectBatch([...rows, { ...good, units: 'x' }]);
  const resumed = await schemaValidator.open({}, contextOf(true, first.session.snapshot?.()));
  const { judge, rejects } = listeningJudge(batch);
  resumed.check(batch, judge);
  const withDetails = rejects.map(({ message }) => message.includes('must match'));
  expect(withDetails.indexOf(false)).toBe(100);
  expect(withDetails.lastIndexOf(true)).toBe(200);
  expect(rejects).toHaveLength(201);
});

test('rows that others rejected are passed over', async () => {
  const batch = objectBatch([{ ...good, units: 'x' }]);
  batch.alive[0] = 0;
  const { judge, rejects } = listeningJudge(batch);
  (await schemaValidator.open({}, contextOf(true))).check(batch, judge);
  expect(rejects).toEqual([]);
});

const near = (...texts: string[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...texts) }, fc.string(), fc.constant(undefined));
const numbers = fc.stringMatching(/^[-+.,eE0-9 ]{1,8}$/);
const dates = fc.stringMatching(/^(19|20|30)\d\d-[01]\d(-[0-3]\d)?(--20\d\d-[01]\d-[0-3]\d)?$/);
const cells: fc.Arbitrary<ItemCells> = fc.record({
  isrc: fc.oneof(
    near('QZABC2000047', 'qzabc2000047', 'QZABC20000470', 'QZAB-2000047'),
    fc.stringMatching(/^[A-Za1]{2}[A-Z0-9a]{3}\d{6,8}$/),
  ),
  title: near('Song'),
  territory: near('NO', 'N0', 'no', 'NOR', 'ÅA'),
  period: fc.oneof(near('2026-03', '2026-03-05', '2026-03-02--2026-03-08', '2026-03-02-2026-03-08'), dates),
  saleType: near('stream', 'return', 'ReFund', 'stream adjustment'),
  units: fc.oneof(near('0', '-0', '7', '-7', '-007', '٣', '--1', '-'), numbers),
  amount: fc.oneof(near('0', '-0.1', '1.', '.5', '1e-7', '-'), numbers),
  currency: near('NOK', 'NO', 'nok'),
  amountUsd: fc.oneof(fc.constant(undefined), near('0.1'), numbers),
});

/** A good row with some fields replaced: all at once, nothing would ever be accepted. */
const rows = (base: ItemCells): fc.Arbitrary<ItemCells> =>
  fc
    .tuple(
      cells,
      fc.subarray(['isrc', 'territory', 'period', 'saleType', 'units', 'amount', 'currency', 'amountUsd'] as const, {
        maxLength: 3,
      }),
    )
    .map(([change, fields]) => ({ ...base, ...Object.fromEntries(fields.map((field) => [field, change[field]])) }));

test.each([
  ['money', true, MoneyLineItemSchema, good],
  ['usage', false, UsageLineItemSchema, { ...good, amount: undefined, currency: undefined }],
] as const)('the check on bytes and the %s schema accept the same rows', (_name, money, schema, base) => {
  const seen = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(rows(base), (row) => {
      // Lone surrogates are no UTF-8: no document can hold them.
      fc.pre(Object.values(row).every((text) => text === undefined || text.isWellFormed()));
      const batch = objectBatch([row]);
      const fault = rowCheck(batch, money)(0);
      const holds = Value.Check(schema, batch.item(0));
      seen[holds ? 'accepted' : 'refused'] += 1;
      expect([row, fault?.code]).toEqual([row, holds ? undefined : expect.any(String)]);
    }),
    { numRuns: 3000 },
  );
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(300);
});
