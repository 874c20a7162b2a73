import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScratchRows } from './scratch-rows.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-scratch-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('every share gives its values in order, however long they are and whatever is in them', () => {
  const value = fc.tuple(fc.nat(3), fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(400));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), (given) => {
      const rows = new ScratchRows(join(folder, 'rows'), 4);
      const texts = given.map(([share, text, times]) => [share, text.repeat(times)] as const);
      for (const [share, text] of texts) rows.put(text, share);
      for (const number of [0, 1, 2, 3])
        expect([...rows.values(number)]).toEqual(texts.flatMap(([share, text]) => (share === number ? [text] : [])));
      rows.close();
    }),
    { numRuns: 60 },
  );
});

test('nothing of it has a name while it is open, and nothing is left when it is closed', () => {
  const rows = new ScratchRows(join(folder, 'rows'));
  for (let row = 0; row < 3000; row += 1) rows.put('0123456789');
  expect(readdirSync(folder)).toEqual([]);
  expect([...rows.values()]).toHaveLength(3000);
  rows.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('a place that cannot be written to is named', () => {
  writeFileSync(join(folder, 'in-the-way'), '');
  const rows = new ScratchRows(join(folder, 'in-the-way', 'rows'));
  expect(() => rows.put('x'.repeat(20_000))).toThrow(expect.objectContaining({ code: 'SPOOL_UNUSABLE' }));
});
