import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal as Oracle } from 'decimal.js';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RowDifference } from '../contracts/equivalence.ts';
import type { LakeRow } from '../contracts/sink.ts';
import { compareDeliveries } from './compare-deliveries.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'ledgerline-compare-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const cell = { territory: 'DE', period: '2026-03', saleType: 'stream', currency: 'EUR' };
const row = (line: number, cells: LakeRow['cells'] = {}): LakeRow => ({
  line,
  cells: { ...cell, isrc: 'DEZZ12600001', units: '1', amount: '0.01', ...cells },
});

async function compare(file: readonly LakeRow[], api: readonly LakeRow[]) {
  const found: RowDifference[] = [];
  const side = (rows: readonly LakeRow[]) => ({
    async *rows() {
      for (let at = 0; at < rows.length; at += 3) yield rows.slice(at, at + 3);
    },
    about: { revision: 'r', object: 'o', rejected: 0 },
  });
  const equivalence = await compareDeliveries({
    ...{ file: side(file), api: side(api), scratch: join(scratch, 'c') },
    signal: new AbortController().signal,
    onDifference: (difference) => found.push(difference),
  });
  return { ...equivalence, found };
}

test('the same rows in another order and with figures written otherwise are equal', async () => {
  const rows = [row(2), row(3, { amount: '0.50' }), row(4, { territory: 'US', amount: '1' })];
  const other = [row(9, { territory: 'US', amount: '1.000' }), row(7, { amount: '0.5' }), row(8)];
  expect(await compare(rows, other)).toMatchObject({
    verdict: 'equal',
    found: [],
    file: { rows: 3 },
    api: { rows: 3 },
  });
});

test('one altered cent is told with its row on both sides and the difference', async () => {
  const { verdict, found, different } = await compare(
    [row(2), row(3, { amount: '0.06' })],
    [row(5), row(6, { amount: '0.05' })],
  );
  expect([verdict, different]).toEqual(['different', { rows: 1, units: '0', amounts: { EUR: '0.01' } }]);
  expect(found).toEqual([
    {
      ...{ kind: 'different', key: { ...cell, isrc: 'DEZZ12600001' }, units: '0', amount: '0.01' },
      file: { line: 3, rows: 1, units: '1', amount: '0.06' },
      api: { line: 6, rows: 1, units: '1', amount: '0.05' },
    },
  ]);
});

test('a row more or less is told on the side that has it, a doubled one too', async () => {
  const { verdict, found, onlyFile, onlyApi } = await compare([row(2), row(3)], [row(5), row(6, { territory: 'US' })]);
  expect([verdict, onlyFile.rows, onlyApi.rows]).toEqual(['different', 1, 1]);
  expect(found.map(({ kind, key }) => [kind, key.territory]).sort()).toEqual([
    ['only-api', 'US'],
    ['only-file', 'DE'],
  ]);
});

test('a field that one of the two never fills is not compared; rows told in one are regrouped', async () => {
  const file = [row(2, { units: '3', amount: '0.03' })];
  const api = [row(2, { tier: 'Premium', units: '1' }), row(3, { tier: 'Family', units: '2', amount: '0.02' })];
  expect(await compare(file, api)).toMatchObject({
    ...{ verdict: 'regrouped', found: [] },
    comparedBy: ['isrc', 'territory', 'period', 'saleType', 'currency'],
  });
});

test('a key under which thousands of figures differ is still added up exactly', async () => {
  const many = Array.from({ length: 6_000 }, (_, at) => row(at + 2, { amount: `0.${at + 1}` }));
  expect(await compare(many, [...many].reverse())).toMatchObject({ verdict: 'regrouped', found: [] });
  const altered = [...many.slice(1), row(2, { amount: '7.5' })];
  expect(await compare(altered, many)).toMatchObject({
    verdict: 'different',
    found: [{ kind: 'different', amount: '7.4', file: { rows: 6_000 }, api: { rows: 6_000 } }],
  });
});

test('nothing is left in the scratch folder', async () => {
  await compare([row(2)], [row(2, { amount: '9' })]);
  expect(existsSync(join(scratch, 'c')) ? readdirSync(join(scratch, 'c')) : []).toEqual([]);
});

const anyRow = fc.record({
  ...{ isrc: fc.constantFrom('DEZZ12600001', 'DEZZ12600002'), territory: fc.constantFrom('DE', 'US') },
  ...{ units: fc.nat(3).map(String), amount: fc.constantFrom('0.01', '0.010', '0.02', '-0.02', '3') },
});

test('the sums of what differs are the difference of the sums, whatever the rows', async () => {
  const sumOf = (sums: { readonly amounts: Readonly<Record<string, string>> }) => new Oracle(sums.amounts.EUR ?? 0);
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { maxLength: 12 }), fc.array(anyRow, { maxLength: 12 }), async (file, api) => {
      const [left, right] = [file, api].map((rows) => rows.map((cells, at) => row(at + 2, cells)));
      const found = await compare(left ?? [], right ?? []);
      const told = sumOf(found.onlyFile).minus(sumOf(found.onlyApi)).plus(sumOf(found.different));
      expect(told.equals(sumOf(found.file).minus(sumOf(found.api)))).toBe(true);
      const bag = (rows: typeof file) =>
        rows.map(({ isrc, territory, units, amount }) => [isrc, territory, units, Number(amount)].join(' ')).sort();
      expect(found.verdict === 'equal').toBe(JSON.stringify(bag(file)) === JSON.stringify(bag(api)));
    }),
    { numRuns: 60 },
  );
});
