import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnOf } from '../bytes/cells.ts';
import type { ByteColumn } from '../contracts/batch.ts';
import { parseDecimal } from '../money/decimal.ts';
import { GroupTable } from './group-table.ts';
import { RateHistogram } from './rate-histogram.ts';
import { binOf, bins, binsPerOctave, CellNumber, log2OfPlace, median, robustSpread } from './statistic.ts';

const decimal = fc
  .tuple(fc.boolean(), fc.nat(), fc.option(fc.nat({ max: 99_999_999 })))
  .map(([minus, whole, part]) => `${minus ? '-' : ''}${whole}${part === null ? '' : `.${part}`}`);

/** A few units in the last place: a float is made digit by digit. */
const relativeError = 16 * Number.EPSILON;

test('a cell is read as what it says, to the precision of a float', () => {
  fc.assert(
    fc.property(decimal, (text) => {
      const bytes = Buffer.from(`x${text}y`);
      const cell = new CellNumber();
      expect(cell.read(bytes, 1, bytes.length - 1)).toBe(true);
      const { unscaled, scale } = parseDecimal(text)!;
      const wanted = Math.abs(Number(unscaled) / 10 ** scale);
      expect(Math.abs(cell.magnitude - wanted)).toBeLessThanOrEqual(wanted * relativeError);
      expect(cell.negative).toBe(text.startsWith('-'));
    }),
  );
});

test.each(['', '-', '1e5', '1.2.3', ' 1', '1,5', 'abc'])('%j is no number', (text) => {
  expect(new CellNumber().read(Buffer.from(text), 0, text.length)).toBe(false);
});

test('a bin is the logarithm to a sixteenth of an octave, and extremes have the outermost bins', () => {
  fc.assert(
    fc.property(fc.double({ min: -39.9, max: 23.9, noNaN: true }), (log2) => {
      const bin = binOf(2 ** log2);
      expect(Math.abs(log2OfPlace(bin + 0.5) - log2)).toBeLessThan(0.56 / binsPerOctave);
    }),
  );
  expect([binOf(1e-30), binOf(1e30)]).toEqual([0, bins - 1]);
});

test('median and spread of a histogram are those of the rates, within half a bin', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -12, max: 2, noNaN: true }), { minLength: 30, maxLength: 200 }), (logs) => {
      const histogram = new RateHistogram();
      for (const log of logs) histogram.add(binOf(2 ** log));
      const sorted = [...logs].sort((left, right) => left - right);
      const middle = histogram.median()!;
      // With an even number any place between the two in the middle is a median.
      expect(middle).toBeGreaterThan(sorted[Math.floor((logs.length - 1) / 2)]! - 1 / binsPerOctave);
      expect(middle).toBeLessThan(sorted[Math.floor(logs.length / 2)]! + 1 / binsPerOctave);
      const again = new RateHistogram();
      again.restore(histogram.snapshot());
      expect([again.median(), again.spread(), again.total]).toEqual([middle, histogram.spread(), logs.length]);
    }),
  );
});

test('the robust spread is not moved by one wild value', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([])).toBeUndefined();
  expect(robustSpread([1, 2, 3, 4, 5])).toBe(robustSpread([1, 2, 3, 4, 5000]));
});

test('rows with the same key cells get the same number, others another, absent and empty told apart', () => {
  const cell = fc.option(fc.constantFrom('', 'US', 'DE', 'SE', 'premium', 'premier', 'free', 'USD', 'UXSD'), {
    nil: undefined,
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 1500 }), (rows) => {
      const keys: string[] = [];
      const table = new GroupTable((texts) => keys.push(JSON.stringify(texts.map((text) => text ?? null))));
      const columns = [0, 1, 2].map((at): ByteColumn => columnOf(rows.map((row) => row[at])));
      const numbers = new Int32Array(rows.length);
      table.fill([...columns, undefined], new Uint8Array(rows.length).fill(1), rows.length, numbers);
      const numberOf = new Map<string, number>();
      rows.forEach((row, index) => {
        const key = row.map((text) => text ?? null).join('\n') + JSON.stringify(row.map((text) => text === undefined));
        expect(numberOf.get(key) ?? numbers[index]).toBe(numbers[index]);
        numberOf.set(key, numbers[index]!);
      });
      expect(new Set(numberOf.values()).size).toBe(numberOf.size);
      expect(keys).toHaveLength(numberOf.size);
    }),
  );
});
