import { Decimal as Oracle } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CellStep } from '../contracts/columns.ts';
import { compileSteps } from './cell-steps.ts';

const Big = Oracle.clone({ precision: 500, toExpNeg: -9e15, toExpPos: 9e15 });
const run = (text: string, ...steps: CellStep[]) => {
  const result = compileSteps(steps)(text);
  return typeof result === 'object' ? result.code : result;
};

describe('the steps of a cell', () => {
  test.each<[string, string, CellStep[], string | undefined]>([
    ['upper-cases', 'us', [{ kind: 'upper' }], 'US'],
    ['strips every occurrence', 'AA-6Q7 20-00047', [{ kind: 'strip', characters: '- ' }], 'AA6Q72000047'],
    ['strips characters beyond ASCII', '–5 €', [{ kind: 'strip', characters: '€ –' }], '5'],
    ['blanks what means nothing', 'N/A', [{ kind: 'blank', values: ['N/A', '-'] }], undefined],
    ['keeps Namibia', 'NA', [{ kind: 'blank', values: ['N/A', '-'] }], 'NA'],
    [
      'makes a cell that was stripped bare absent',
      '--',
      [{ kind: 'strip', characters: '-' }, { kind: 'upper' }],
      undefined,
    ],
    ['translates by table', 'S', [{ kind: 'table', entries: { S: 'sale' }, otherwise: 'reject' }], 'sale'],
    ['keeps what a lenient table lacks', 'X', [{ kind: 'table', entries: { S: 'sale' }, otherwise: 'keep' }], 'X'],
    [
      'refuses what a strict table lacks',
      'X',
      [{ kind: 'table', entries: { S: 'sale' }, otherwise: 'reject' }],
      'CELL_NOT_IN_TABLE',
    ],
    [
      'takes no property of every object for an entry',
      'constructor',
      [{ kind: 'table', entries: {}, otherwise: 'reject' }],
      'CELL_NOT_IN_TABLE',
    ],
    ['reads days', '03/31/2026', [{ kind: 'date', pattern: 'MM/DD/YYYY' }], '2026-03-31'],
    ['reads days in the other order', '31-03-2026', [{ kind: 'date', pattern: 'DD-MM-YYYY' }], '2026-03-31'],
    ['reads months', '202603', [{ kind: 'date', pattern: 'YYYYMM' }], '2026-03'],
    ['refuses a day that is none', '20260230', [{ kind: 'date', pattern: 'YYYYMMDD' }], 'DATE_UNREADABLE'],
    ['refuses another order', '31/03/2026', [{ kind: 'date', pattern: 'MM/DD/YYYY' }], 'DATE_UNREADABLE'],
    ['reads a comma as the mark', '1.234.567,8900', [{ kind: 'decimal', mark: ',', thousands: '.' }], '1234567.8900'],
    ['reads a comma without groups', '-0,05', [{ kind: 'decimal', mark: ',' }], '-0.05'],
    ['reads groups of three only', '12.34,5', [{ kind: 'decimal', mark: ',', thousands: '.' }], 'CELL_NOT_DECIMAL'],
    ['does not guess at the other mark', '1234.5', [{ kind: 'decimal', mark: ',' }], 'CELL_NOT_DECIMAL'],
    ['shifts micros', '1234567', [{ kind: 'scale', exponent: -6 }], '1.234567'],
    ['shifts thousands of units', '1.5', [{ kind: 'scale', exponent: 3 }], '1500'],
    ['shifts no words', 'many', [{ kind: 'scale', exponent: 3 }], 'CELL_NOT_DECIMAL'],
  ])('%s', (_, text, steps, expected) => {
    expect(run(text, ...steps)).toBe(expected);
  });

  test('scale exactly, as decimal.js does', () => {
    fc.assert(
      fc.property(
        fc.bigInt(),
        fc.integer({ min: -20, max: 20 }),
        fc.integer({ min: 0, max: 20 }),
        (value, exponent, fraction) => {
          const text = new Big(value.toString()).div(new Big(10).pow(fraction)).toFixed(fraction);
          const scaled = run(text, { kind: 'scale', exponent });
          expect(new Big(scaled ?? 'NaN').equals(new Big(text).mul(new Big(10).pow(exponent)))).toBe(true);
        },
      ),
    );
  });
});
