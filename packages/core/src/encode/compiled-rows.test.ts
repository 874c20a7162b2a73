import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { columnOf } from '../bytes/cells.ts';
import type { ItemField } from '../contracts/line-item.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { compileRows, type MakeWriter, type RowParts } from './compiled-rows.ts';
import { loopOver } from './ndjson-row.ts';
import { cellSource } from './row-writer.ts';

const fields: readonly ItemField[] = ['title', 'artist', 'units'];
const parts: RowParts = {
  length: 8,
  begin: (_, to) => to,
  end: (line, bytes, _, to) => to + bytes.write(`"${line}\n`, to),
  putEscaped: (cells, start, end, target, to) =>
    to + target.write(JSON.stringify(Buffer.from(cells.bytes.subarray(start, end)).toString()).slice(1, -1), to),
};
const cell = fc.option(
  fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '"', 'a\\b', 'tab\there', '\u0000', 'ÿÿÿÿ', 'abcd')),
  { nil: undefined },
);
const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 9 });

function written(make: MakeWriter, table: readonly (readonly (string | undefined)[])[]): string {
  const buffer = new ByteBuffer(0, 256);
  const { bind, write } = make(parts);
  const cells = fields.map((_, at) => cellSource(columnOf(table.map((row) => row[at]))));
  bind(
    cells,
    Int32Array.from(table, (_, index) => index + 2),
  );
  for (const index of table.keys()) write(index, buffer);
  return Buffer.from(buffer.view()).toString();
}

afterEach(() => vi.unstubAllGlobals());

test('rows written by code and by the loop are the same, and JSON', () => {
  const code = compileRows(fields);
  fc.assert(
    fc.property(rows, (table) => {
      const text = written(code!, table);
      expect(text).toBe(written(loopOver(fields), table));
      // Keys begin with the quote that ends what was before them.
      const lines = text.trimEnd().split('\n');
      const cells = lines.map((line) => JSON.parse(`{"_":"${line.replace(/\d+$/, '')}}`));
      expect(cells.map(({ _, ...row }) => row)).toEqual(
        table.map((row) =>
          Object.fromEntries(fields.flatMap((field, at) => (row[at] === undefined ? [] : [[field, row[at]]]))),
        ),
      );
    }),
  );
});

test('a cell that is not there takes no room, wherever its document ended', () => {
  const absent = { bytes: Buffer.from('x'), start: Int32Array.of(-1), end: Int32Array.of(1_000_000) };
  for (const make of [compileRows(fields), loopOver(fields)]) {
    const buffer = new ByteBuffer(0, 256);
    const { bind, write } = make!(parts);
    bind(
      fields.map(() => cellSource(absent)),
      Int32Array.of(7),
    );
    write(0, buffer);
    expect(Buffer.from(buffer.view()).toString()).toBe('"7\n');
    expect(buffer.capacity).toBeLessThan(1000);
  }
});

test('a host that forbids code from text leaves rows to the loop', () => {
  vi.stubGlobal('Function', function refuse() {
    throw new EvalError('Code generation from strings disallowed for this context');
  });
  expect(compileRows(['dspTrackId', 'amountUsd'])).toBeUndefined();
});
