import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CellTable } from './cell-table.ts';
import { columnOf } from './cells.ts';

const cell = fc.option(fc.constantFrom('', 'a', 'b', 'ab', 'ü'), { nil: undefined });

test('rows share a value exactly when all their cells are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 60 }), (rows) => {
      const columns = [columnOf(rows.map(([left]) => left)), columnOf(rows.map(([, right]) => right)), undefined];
      const table = new CellTable((texts) => JSON.stringify(texts.map((text) => text ?? null)));
      for (const [index, [left, right]] of rows.entries())
        expect(table.at(columns, index)).toBe(JSON.stringify([left ?? null, right ?? null, null]));
      expect(new Set(table.values()).size).toBe(table.values().length);
    }),
  );
});
