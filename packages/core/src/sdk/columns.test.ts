import { expect, test } from 'vitest';
import { coalesce, column, constant, fromReport, joined, optional } from './columns.ts';
import { blank, date, decimal, scale, strip, table, upper } from './steps.ts';

test('a column takes its aliases and its steps in the order written', () => {
  expect(column('ISRC', strip('-'), 'Isrc', upper())).toEqual({
    kind: 'column',
    headers: ['ISRC', 'Isrc'],
    optional: false,
    steps: [{ kind: 'strip', characters: '-' }, { kind: 'upper' }],
  });
});

test('rules are plain data: they survive JSON unchanged and cannot be altered', () => {
  const rules = [
    optional(column('UPC', blank('N/A'), scale(-6), date('YYYYMM'), decimal(',', { thousands: '.' }))),
    constant('stream'),
    fromReport('period'),
    coalesce(column('UPC'), column('EAN', table({ a: 'b' }, { otherwise: 'keep' }))),
    joined('tracks', { by: 'track_id', take: 'isrc', steps: [upper()] }),
  ];
  expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
  for (const rule of rules) expect(Object.isFrozen(rule)).toBe(true);
});

test('optional leaves the rule it was given as it was', () => {
  const upc = column('UPC');
  expect(optional(upc).optional).toBe(true);
  expect(upc.optional).toBe(false);
});

test('a table rejects unknown values unless told to keep them', () => {
  expect(table({ premium: 'Premium' })).toMatchObject({ otherwise: 'reject' });
});

test('a step copies the options it was given', () => {
  const entries = { a: 'b' };
  const step = table(entries);
  entries.a = 'c';
  expect(step).toMatchObject({ entries: { a: 'b' } });
});

test('a fractional exponent of ten is refused', () => {
  expect(() => scale(0.5)).toThrow(RangeError);
});
