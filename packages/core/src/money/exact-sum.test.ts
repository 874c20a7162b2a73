import { Decimal as Oracle } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExactSum } from './exact-sum.ts';

const Big = Oracle.clone({ precision: 2000, toExpNeg: -9e15, toExpPos: 9e15 });
const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 14 }), fc.boolean())
  .map(([unscaled, scale, small]) => {
    const value = small ? unscaled % 10n ** 9n : unscaled;
    return new Big(value.toString()).div(new Big(10).pow(scale)).toFixed(scale);
  });

describe('an exact sum', () => {
  test('equals decimal.js whatever sizes and scales meet, from text and from bytes', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 60 }), (amounts) => {
        const texts = new ExactSum();
        const bytes = new ExactSum();
        for (const text of amounts) {
          expect(texts.add(text)).toBe(true);
          const padded = Buffer.from(`#${text}#`);
          expect(bytes.addBytes(padded, 1, padded.length - 1)).toBe(true);
        }
        const expected = amounts.reduce((sum, text) => sum.plus(text), new Big(0));
        const scale = Math.max(0, ...amounts.map((text) => (text.split('.')[1] ?? '').length));
        expect(texts.toString()).toBe(expected.toFixed(scale).replace(/^-(?=[0.]+$)/, ''));
        expect(bytes.toString()).toBe(texts.toString());
      }),
      { numRuns: 300 },
    );
  });

  test('crosses the edge of safe integers without losing a unit', () => {
    const sum = new ExactSum();
    const edge = Buffer.from('999999999999999');
    for (let round = 0; round < 100; round++) sum.addBytes(edge, 0, edge.length);
    sum.addBytes(Buffer.from('0.01'), 0, 4);
    expect(sum.toString()).toBe('99999999999999900.01');
  });

  test('survives JSON with its scale', () => {
    const sum = new ExactSum();
    sum.add('1.50');
    sum.add('-1.5');
    expect(JSON.stringify(sum)).toBe('"0.00"');
    expect(ExactSum.from('0.00').toString()).toBe('0.00');
  });

  test('refuses what is no decimal and stays as it was', () => {
    const sum = ExactSum.from('2.5');
    for (const text of ['', '-', '.', '1,5', '(1)', 'NaN', ' 1', '1 ']) {
      const bytes = Buffer.from(text);
      expect(sum.add(text)).toBe(false);
      expect(sum.addBytes(bytes, 0, bytes.length)).toBe(false);
    }
    expect(sum.toString()).toBe('2.5');
  });

  test('reads exponents from bytes', () => {
    const sum = new ExactSum();
    const bytes = Buffer.from('1.2E-7');
    expect(sum.addBytes(bytes, 0, bytes.length)).toBe(true);
    expect(sum.toString()).toBe('0.00000012');
  });
});
