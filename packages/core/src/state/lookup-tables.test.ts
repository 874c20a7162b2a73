import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createLookupTables } from './lookup-tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledgerline-lookup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a table answers the same from memory and from disk, the last put of a key winning', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 6 });
  const row = fc.tuple(text, fc.array(fc.option(text, { nil: undefined }), { maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 200 }), fc.nat(20), (rows, maxKeysInMemory) => {
      const table = createLookupTables({ folder, maxKeysInMemory }).create('tracks/day');
      for (const [key, values] of rows) table.put(key, values);
      table.seal();
      const expected = new Map(rows);
      expect(table.size).toBe(expected.size);
      for (const round of [1, 2]) {
        for (const [key, values] of expected) expect([round, table.get(key)]).toEqual([round, values]);
        expect(table.get('no such key')).toBeUndefined();
      }
      table.close();
    }),
    { numRuns: 100 },
  );
  expect(readdirSync(folder)).toEqual([]);
});

test('a table cannot be read before it is sealed or written after', () => {
  const table = createLookupTables({ folder }).create('tracks');
  table.put('a', ['1']);
  expect(() => table.get('a')).toThrow(/not sealed/);
  table.seal();
  table.seal();
  expect(() => table.put('b', [])).toThrow(/sealed/);
  expect(table.get('a')).toEqual(['1']);
  table.close();
});

test('a folder that cannot be used is a named state error', () => {
  const table = createLookupTables({ folder: '/dev/null/lookups', maxKeysInMemory: 1 }).create('tracks');
  table.put('a', []);
  expect(() => table.put('b', [])).toThrow(/lookup "tracks"\) could not be created/);
});

/** Units: keys. The bound on memory is measured by `npm run bench:lookup`, in a process of its own. */
const many = process.env.LEDGERLINE_DEEP ? 5_000_000 : 300_000;

test('many keys spill to disk, are found again, and leave nothing behind', { timeout: 300_000 }, () => {
  const keys = many;
  const keyOf = (index: number): string => `track-${(index * 7_919) % keys}`;
  const table = createLookupTables({ folder }).create('tracks/2026-03-05');
  const start = performance.now();
  for (let index = 0; index < keys; index += 1) table.put(keyOf(index), [`ISRC${index}`, undefined]);
  const filled = performance.now();
  table.seal();
  const sealed = performance.now();
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.lookup$/)]);
  const gets = 100_000;
  for (let index = 0; index < gets; index += 1) {
    const found = table.get(keyOf((index * 104_729) % keys));
    if (found?.[0] !== `ISRC${(index * 104_729) % keys}`) throw new Error(`wrong values at ${index}`);
  }
  const cold = performance.now();
  for (let index = 0; index < gets; index += 1) table.get(keyOf(index % 4_000));
  const warm = performance.now();
  const perSecond = (from: number, to: number, count: number): string => `${Math.round(count / (to - from))} k/s`;
  console.log(
    `lookup of ${keys} keys: put ${perSecond(start, filled, keys)}, seal ${Math.round(sealed - filled)} ms, ` +
      `get ${perSecond(sealed, cold, gets)} scattered, ${perSecond(cold, warm, gets)} repeated`,
  );
  expect(table.size).toBe(keys);
  table.close();
  expect(readdirSync(folder)).toEqual([]);
});
