import { Decimal as Oracle } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDecimals, formatDecimal, negate, normalizeDecimal, parseDecimal } from './decimal.ts';

const Big = Oracle.clone({ precision: 2000, toExpNeg: -9e15, toExpPos: 9e15 });
const digits = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''));
const decimalText = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    digits(1, 25),
    fc.option(digits(1, 25)),
    fc.option(fc.integer({ min: -30, max: 30 })),
  )
  .map(([sign, whole, fraction, exponent]) =>
    [sign, whole, fraction === null ? '' : `.${fraction}`, exponent === null ? '' : `e${exponent}`].join(''),
  );

describe('decimals', () => {
  test('equal decimal.js on every spelling of a number', () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        const parsed = parseDecimal(text);
        expect(parsed).toBeDefined();
        if (parsed === undefined) return;
        expect(new Big(formatDecimal(parsed)).equals(new Big(text))).toBe(true);
        expect(new Big(formatDecimal(negate(parsed))).equals(new Big(text).neg())).toBe(true);
      }),
    );
  });

  test('compare as decimal.js compares', () => {
    fc.assert(
      fc.property(decimalText, decimalText, (a, b) => {
        const [left, right] = [parseDecimal(a), parseDecimal(b)];
        if (left === undefined || right === undefined) throw new Error('generator made no decimal');
        expect(compareDecimals(left, right)).toBe(new Big(a).comparedTo(new Big(b)));
      }),
    );
    expect(compareDecimals({ unscaled: 15n, scale: 1 }, { unscaled: 1500n, scale: 3 })).toBe(0);
  });

  test('that are written plainly stay as they were sent', () => {
    fc.assert(
      fc.property(digits(1, 20), fc.option(digits(1, 20)), (whole, fraction) => {
        const text = fraction === null ? whole : `${whole}.${fraction}`;
        expect(normalizeDecimal(text)).toBe(text);
      }),
    );
  });

  test.each([
    ['1e-7', '0.0000001'],
    ['1.2E-7', '0.00000012'],
    ['1.2E+3', '1200'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+5.10', '5.10'],
    ['-0', '0'],
    ['-0.00', '0.00'],
    ['-.50', '-0.50'],
    ['-0.05', '-0.05'],
    ['007.50', '007.50'],
    ['-007.50', '-007.50'],
  ])('%s means %s', (text, meaning) => {
    expect(normalizeDecimal(text)).toBe(meaning);
  });

  test.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '.',
    '-',
    '1.234,56',
    '1,234.56',
    '1 234',
    '(12.30)',
    '12.30-',
    '$12',
    'NaN',
    'Infinity',
    '0x10',
    '1_000',
    '1e401',
    '1e-401',
    '1e99999999999',
    '1e',
    '--1',
    '1.2.3',
    '١٢',
    '9'.repeat(1001),
  ])('%j is not a decimal', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
    expect(normalizeDecimal(text)).toBeUndefined();
  });
});
