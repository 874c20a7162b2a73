import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeInteger } from './integer.ts';

describe('integers', () => {
  test('equal BigInt whatever zeros and plus signs lead them', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat(5), (value, zeros) => {
        const magnitude = `${'0'.repeat(zeros)}${value < 0n ? -value : value}`;
        const text = value < 0n ? `-${magnitude}` : zeros % 2 === 0 ? magnitude : `+${magnitude}`;
        expect(normalizeInteger(text)).toBe(value.toString());
      }),
    );
    expect(normalizeInteger('-000')).toBe('0');
  });

  test.each(['', ' ', '7.0', '1e3', '1,000', '- 1', '--1', '+', 'NaN', '٣'])('%j is none', (text) => {
    expect(normalizeInteger(text)).toBeUndefined();
  });
});
