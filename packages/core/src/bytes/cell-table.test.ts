import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CellTable } from './cell-table.ts';
import { columnOf } from './cells.ts';

const cell = fc.option(
  fc.oneof(fc.constantFrom('', 'a', 'b', 'ab', 'ü', 'abcd', 'abcde', 'abcdefgh'), fc.string({ unit: 'grapheme' })),
  { nil: undefined },
);

test('rows share a value exactly when all their cells are the same, batch after batch', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, fc.boolean()), { maxLength: 60 }), (rows) => {
      const made: string[] = [];
      const table = new CellTable(3, (texts) => {
        made.push(JSON.stringify(texts.map((text) => text ?? null)));
        return made.at(-1);
      });
      for (let from = 0; from < rows.length; from += 13) {
        const batch = rows.slice(from, from + 13);
        const columns = [columnOf(batch.map(([left]) => left)), columnOf(batch.map(([, right]) => right)), undefined];
        const alive = Uint8Array.from(batch, ([, , lives]) => Number(lives));
        const found = table.find(columns, batch.length, alive);
        for (const [index, [left, right, lives]] of batch.entries())
          if (lives) expect(table.values()[found[index]!]).toBe(JSON.stringify([left ?? null, right ?? null, null]));
      }
      expect(table.values()).toEqual(made);
      expect(new Set(made).size).toBe(made.length);
      const alive = new Set(rows.filter(([, , lives]) => lives).map(([left, right]) => JSON.stringify([left, right])));
      expect(made.length).toBe(alive.size);
    }),
  );
});

test('many distinct keys keep their values apart', () => {
  const table = new CellTable(2, ([left, right]) => `${left}/${right}`);
  const texts = Array.from({ length: 5000 }, (_, row) => [`${row % 70}`, `key ${row >> 3}`] as const);
  const columns = [columnOf(texts.map(([left]) => left)), columnOf(texts.map(([, right]) => right))];
  for (let round = 0; round < 2; round++) {
    const found = table.find(columns, texts.length, new Uint8Array(texts.length).fill(1));
    for (const [row, [left, right]] of texts.entries()) expect(table.values()[found[row]!]).toBe(`${left}/${right}`);
  }
  expect(table.values().length).toBe(new Set(texts.map((pair) => pair.join('/'))).size);
});

test('a batch whose rows were all rejected before has nothing to look up, also when it is the first', () => {
  const table = new CellTable(1, ([text]) => text);
  expect([...table.find([columnOf([])], 0, new Uint8Array(0))]).toEqual([]);
  expect([...table.find([columnOf(['a'])], 1, Uint8Array.of(1))]).toEqual([0]);
  expect(table.values()).toEqual(['a']);
});
