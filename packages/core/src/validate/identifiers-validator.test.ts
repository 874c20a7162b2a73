import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtinValidators } from './builtin.ts';
import { identifiersValidator } from './identifiers-validator.ts';
import { contextOf, type ItemCells, judged, listeningJudge } from './object-batch.fixture.ts';
import { schemaValidator } from './schema-validator.ts';

const strict = { identifiers: 'strict' };
const good: ItemCells = {
  isrc: 'QZABC2000047',
  upc: '036000291452',
  territory: 'NA',
  period: '2026-03',
  saleType: 'stream',
  units: '12',
  amount: '0.5',
  currency: 'NAD',
};

async function one(change: ItemCells, config: Record<string, unknown> = strict, money = true) {
  const { batch, flags, rejects } = await judged(identifiersValidator, config, [{ ...good, ...change }], money);
  const field = Object.keys(change)[0] as keyof ItemCells;
  return {
    value: batch.text(field, 0),
    raw: batch.text('territoryRaw', 0),
    flags: flags.map(({ code }) => code),
    rejects: rejects.map(({ code }) => code),
    message: rejects[0]?.message,
  };
}

test('a good row is left alone', async () => {
  expect(await one({ isrc: good.isrc })).toMatchObject({ value: good.isrc, flags: [], rejects: [] });
});

test.each<[ItemCells, string | undefined, string[]]>([
  [{ isrc: 'qz-abc-20-00047' }, 'QZABC2000047', ['ISRC_NORMALISED']],
  [{ isrc: 'ISRC QZABC2000047' }, 'QZABC2000047', ['ISRC_NORMALISED']],
  [{ isrc: 'QZABC2000047|QZ-ABC-20-00047' }, 'QZABC2000047', ['ISRC_NORMALISED']],
  [{ isrc: undefined }, undefined, ['ISRC_MISSING']],
  [{ isrc: 'N/A' }, undefined, ['ISRC_MISSING']],
  [{ upc: '36000291452' }, '036000291452', ['UPC_PADDED']],
  [{ upc: '36000291453' }, '36000291453', ['UPC_SUSPECT']],
  [{ upc: '036000291453' }, '036000291453', ['UPC_SUSPECT']],
  [{ upc: '0-36000-29145-2' }, '036000291452', ['UPC_NORMALISED']],
  [{ upc: '96385074' }, '96385074', ['UPC_SUSPECT']],
  [{ upc: 'CAT-001' }, 'CAT-001', ['UPC_SUSPECT']],
  [{ upc: '3.60003E+11' }, '3.60003E+11', ['UPC_INVALID']],
  [{ upc: 'n/a' }, undefined, ['UPC_MISSING']],
  [{ upc: undefined }, undefined, []],
  [{ upc: '4006381333931' }, '4006381333931', []],
  [{ currency: 'nad' }, 'NAD', ['CURRENCY_NORMALISED']],
  [{ currency: 'HRK' }, 'HRK', ['CURRENCY_WITHDRAWN']],
  [{ currency: 'byr' }, 'BYR', ['CURRENCY_NORMALISED', 'CURRENCY_WITHDRAWN']],
  [{ currency: 'XAU' }, 'XAU', ['CURRENCY_SUSPECT']],
  [{ currency: undefined }, undefined, []],
])('%j becomes %j', async (change, value, flags) => {
  expect(await one(change)).toMatchObject({ value, flags, rejects: [] });
});

test.each<[string | undefined, string, string | undefined, string[]]>([
  ['NO', 'NO', undefined, []],
  ['XK', 'XK', undefined, []],
  ['no', 'NO', undefined, ['TERRITORY_NORMALISED']],
  ['UK', 'GB', 'UK', ['TERRITORY_REPLACED']],
  ['TP', 'TL', 'TP', ['TERRITORY_REPLACED']],
  ['AN', 'AN', undefined, ['TERRITORY_WITHDRAWN']],
  ['ES-CN', 'ES', 'ES-CN', ['TERRITORY_SUBDIVISION']],
  ['Worldwide', 'ZZ', 'Worldwide', ['TERRITORY_UNKNOWN']],
  ['840', 'ZZ', '840', ['TERRITORY_UNKNOWN']],
  ['2100', 'ZZ', '2100', ['TERRITORY_UNKNOWN']],
  ['Unknown', 'ZZ', 'Unknown', ['TERRITORY_UNKNOWN']],
  ['ZZ', 'ZZ', undefined, ['TERRITORY_UNKNOWN']],
  ['  ', 'ZZ', undefined, ['TERRITORY_UNKNOWN']],
  [undefined, 'ZZ', undefined, ['TERRITORY_UNKNOWN']],
])('territory %j becomes %s and keeps %j', async (territory, value, raw, flags) => {
  expect(await one({ territory })).toMatchObject({ value, raw, flags, rejects: [] });
});

test('a text that the mapping already kept is not overwritten', async () => {
  expect(await one({ territory: '840', territoryRaw: 'TIS 840' })).toMatchObject({ value: 'ZZ', raw: 'TIS 840' });
});

test('an ISRC that is present but wrong costs the row, with what to do next', async () => {
  const { rejects, message } = await one({ isrc: 'QZABC20O0047' });
  expect(rejects).toEqual(['ISRC_INVALID']);
  expect(message).toBe(
    'The ISRC is twelve characters, but letters and digits are not where an ISRC has them, line 2 of sales.tsv; correct it at the source and replay the dead letter, or set identifiers: flag.',
  );
  expect((await one({ isrc: 'QZABC2000047|QZABC2000048' })).rejects).toEqual(['ISRC_SEVERAL']);
});

test('with identifiers: flag a wrong ISRC costs only itself', async () => {
  const flag = { identifiers: 'flag' };
  const wrong = { value: undefined, rejects: [] };
  expect(await one({ isrc: 'QZABC20O0047' }, flag)).toMatchObject({ ...wrong, flags: ['ISRC_INVALID'] });
  expect(await one({ isrc: 'QZABC2000047|QZABC2000048' }, flag)).toMatchObject({ ...wrong, flags: ['ISRC_SEVERAL'] });
});

test('an unknown currency costs a row with money and is remarked on otherwise', async () => {
  expect((await one({ currency: 'Euro' })).rejects).toEqual(['CURRENCY_UNKNOWN']);
  const usage = await one({ currency: 'Euro', amount: undefined }, strict, false);
  expect(usage).toMatchObject({ value: 'Euro', rejects: [], flags: ['CURRENCY_UNKNOWN'] });
});

test('a rejected row already has its territory in normal form, for the totals of what was rejected', async () => {
  const { batch, rejects } = await judged(identifiersValidator, strict, [{ ...good, isrc: 'wrong', territory: 'UK' }]);
  expect(rejects).toHaveLength(1);
  expect(batch.text('territory', 0)).toBe('GB');
});

test('rows are judged in the order of the document', async () => {
  const rows = [{ ...good, isrc: 'wrong' }, { ...good, currency: 'Euro' }, good, { ...good, isrc: 'x', currency: 'y' }];
  const { rejects } = await judged(identifiersValidator, strict, rows);
  expect(rejects.map(({ index }) => index)).toEqual([0, 1, 3]);
});

test('the flag of a kind says the same for every row, so that counts add up', async () => {
  const rows = ['CAT-1', 'CAT-2', 'B'].map((upc) => ({ ...good, upc }));
  const { flags } = await judged(identifiersValidator, strict, rows);
  expect(new Set(flags.map(({ message }) => message)).size).toBe(1);
});

const texts = (...likely: string[]) => fc.oneof(fc.constantFrom(...likely), fc.string(), fc.constant(undefined));
const rows = fc.array(
  fc.record({
    isrc: texts('QZABC2000047', 'qz-abc-20-00047', 'N/A', 'A|B', '|'),
    upc: texts('036000291452', '36000291452', '3E+11', '-'),
    territory: texts('NA', 'UK', 'AN', 'ES-CE', '840', 'Worldwide'),
    currency: texts('USD', 'hrk', 'XXX', 'Euro'),
  }),
  { minLength: 1, maxLength: 5 },
);

test.each(['strict', 'flag'])('whatever stands in cells, %s rows that stay fulfil the schema', async (identifiers) => {
  await fc.assert(
    fc.asyncProperty(rows, async (some) => {
      fc.pre(some.every((row) => Object.values(row).every((text) => text === undefined || text.isWellFormed())));
      const complete = some.map((row) => ({ ...good, ...row, currency: row.currency || 'USD' }));
      const { batch } = await judged(identifiersValidator, { identifiers }, complete);
      const { judge, rejects } = listeningJudge(batch);
      (await schemaValidator.open({}, contextOf(true))).check(batch, judge);
      expect(rejects).toEqual([]);
    }),
  );
});

test('normalising twice changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (some) => {
      fc.pre(some.every((row) => Object.values(row).every((text) => text === undefined || text.isWellFormed())));
      const complete = some.map((row) => ({ ...good, ...row }));
      const { batch } = await judged(identifiersValidator, { identifiers: 'flag' }, complete);
      const kept = complete.map((_, index) => batch.item(index));
      (await identifiersValidator.open({ identifiers: 'flag' }, contextOf(true))).check(
        batch,
        listeningJudge(batch).judge,
      );
      expect(complete.map((_, index) => batch.item(index))).toEqual(kept);
    }),
  );
});

test('the built-in validators go by their own names', () => {
  for (const [name, validator] of Object.entries(builtinValidators)) expect(validator.name).toBe(name);
  expect(Object.keys(builtinValidators)).toEqual(expect.arrayContaining(['schema', 'identifiers', 'catalogue', 'usd']));
});
