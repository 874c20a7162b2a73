import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordSplitter } from './record-splitter.ts';

function split(...pieces: readonly string[]): [readonly string[], number][] {
  const records: [readonly string[], number][] = [];
  const splitter = new RecordSplitter((cells, line) => records.push([cells, line]));
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return records;
}

test('quoted cells hold delimiters, quotes and line feeds, and lines are counted through them', () => {
  expect(split('a,b\n"1,""2""","x\r\ny"\r\n\n3,4')).toEqual([
    [['a', 'b'], 1],
    [['1,"2"', 'x\r\ny'], 2],
    [['3', '4'], 5],
  ]);
});

test.each([';', '\t', '|', ','])('the delimiter %j is seen in the first record', (sign) => {
  expect(split(`a${sign}b${sign}c\n1${sign}${sign}3\n`).map(([cells]) => cells)).toEqual([
    ['a', 'b', 'c'],
    ['1', '', '3'],
  ]);
});

test('a quote that is never closed is told with the line it opens on', () => {
  expect(() => split('a,b\n1,2\n3,"4\n5,6\n')).toThrow(expect.objectContaining({ line: 3 }));
});

test('text after a closing quote is told with its line', () => {
  expect(() => split('a,b\n"1"x,2\n')).toThrow(expect.objectContaining({ line: 2 }));
});

const cell = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', '\r', ' ', 'ä') });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });

test('whatever is written by the rules is read back, wherever the pieces are cut', () => {
  fc.assert(
    fc.property(table, fc.array(fc.nat(400)), (rows, cuts) => {
      const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
      // The delimiter is taken from the first record, so one without any other sign leads.
      const text = `h,h,h,h\n${quoted.join('\r\n')}\n`;
      const at = [0, ...[...cuts].sort((left, right) => left - right), text.length];
      const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
      expect(
        split(...pieces)
          .slice(1)
          .map(([cells]) => cells),
      ).toEqual(rows);
    }),
  );
});
