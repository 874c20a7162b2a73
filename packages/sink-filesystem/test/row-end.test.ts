import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowEnd } from '../src/row-end.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('the end of the n-th csv row is found whatever the cells hold', () => {
  const cell = fc.stringMatching(/^[a-c,"\n]{0,6}$/).map((text) => `"${text.replaceAll('"', '""')}"`);
  const row = fc.array(cell, { minLength: 1, maxLength: 3 }).map((cells) => `${cells.join(',')}\n`);
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), fc.nat(7), (rows, at) => {
      const count = 1 + (at % rows.length);
      expect(rowEnd(bytes(rows.join('')), count, true)).toBe(bytes(rows.slice(0, count).join('')).length);
      expect(rowEnd(bytes(rows.join('')), rows.length + 1, true)).toBe(-1);
    }),
  );
});

test('quotes of ndjson rows mean nothing', () => {
  expect(rowEnd(bytes('{"a":"b\\""}\n{"a":1}\n'), 1, false)).toBe(12);
});
