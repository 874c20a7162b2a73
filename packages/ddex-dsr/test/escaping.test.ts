import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cell, type Dialect, decodeLine, dialects, encodeLine, splitPlain } from '../src/escaping.ts';

/** Golden pairs: wire text and its cells by dialect; `error` where the escapes mean nothing. */
const golden: [string, Record<Dialect, readonly Cell[] | 'error'>][] = [
  ['A\\\tB', { standard: ['A\tB'], 'unescaped-tabs': ['A\\', 'B'], lenient: ['A\tB'], 'csv-like': ['A\tB'] }],
  ['A\\\\|B', { standard: ['A|B'], 'unescaped-tabs': ['A|B'], lenient: ['A|B'], 'csv-like': ['A\\|B'] }],
  ['A\\|B', { standard: 'error', 'unescaped-tabs': ['A|B'], lenient: ['A|B'], 'csv-like': ['A|B'] }],
  ['A\\\\\\B', { standard: ['A\\B'], 'unescaped-tabs': ['A\\\\B'], lenient: ['A\\B'], 'csv-like': ['A\\B'] }],
  ['A\\\\B', { standard: 'error', 'unescaped-tabs': ['A\\B'], lenient: 'error', 'csv-like': ['A\\B'] }],
  [
    'A\\\\\\|B',
    { standard: [['A\\', 'B']], 'unescaped-tabs': ['A\\|B'], lenient: [['A\\', 'B']], 'csv-like': ['A\\|B'] },
  ],
  ['A|B', { standard: [['A', 'B']], 'unescaped-tabs': [['A', 'B']], lenient: [['A', 'B']], 'csv-like': ['A|B'] }],
  ['A"B', { standard: ['A"B'], 'unescaped-tabs': ['A"B'], lenient: ['A"B'], 'csv-like': ['A"B'] }],
];

test.each(golden.flatMap(([wire, by]) => dialects.map((dialect) => [wire, dialect, by[dialect]] as const)))(
  '%j under %s is %j',
  (wire, dialect, cells) => {
    const decoded = decodeLine(wire, dialect);
    if (cells === 'error') expect(decoded).toHaveProperty('message');
    else expect(decoded).toEqual(cells);
  },
);

test('a list cell of the csv-like dialect is split after unescaping', () => {
  const [cell] = decodeLine('A\\\\|B', 'csv-like') as readonly string[];
  expect(splitPlain(cell!)).toEqual(['A\\', 'B']);
});

test('a fault says where the backslashes begin', () => {
  expect(decodeLine('ok\tA\\|B', 'standard')).toMatchObject({ at: 4 });
  expect(decodeLine('A\\', 'csv-like')).toMatchObject({ at: 1 });
  expect(decodeLine('A\\', 'standard')).toMatchObject({ at: 1 });
});

const text = fc.string({ unit: fc.constantFrom('a', '\\', '|', '\t', 'é', '"', ' ') });
const cellsArbitrary = fc.array(fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 4 })), {
  minLength: 1,
  maxLength: 6,
});

test.each(dialects)('what %s can write, it reads back as it was', (dialect) => {
  let written = 0;
  fc.assert(
    fc.property(cellsArbitrary, (cells) => {
      let line: string;
      try {
        line = encodeLine(cells, dialect);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return;
      }
      written++;
      const decoded = decodeLine(line, dialect) as readonly string[];
      expect(
        decoded.map((cell, at) => (Array.isArray(cells[at]) && dialect === 'csv-like' ? splitPlain(cell) : cell)),
      ).toEqual(cells);
    }),
    { numRuns: 2000 },
  );
  expect(written).toBeGreaterThan(60);
});

test('no dialect can hold a line end', () => {
  for (const dialect of dialects) expect(() => encodeLine(['a\nb'], dialect)).toThrow(RangeError);
});
