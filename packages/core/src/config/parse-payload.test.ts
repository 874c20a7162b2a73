import { expect, test } from 'vitest';
import { parsePayload } from './parse-payload.ts';
import { Type } from './schema.ts';

const listing = Type.Array(Type.Object({ id: Type.String(), rows: Type.Integer() }));

test('a payload that fits comes back with fields nobody asked for', () => {
  expect(parsePayload(listing, [{ id: 'a', rows: 1, extra: true }], 'the listing')).toEqual([
    { id: 'a', rows: 1, extra: true },
  ]);
});

test('a payload that does not fit names the place and not the value', () => {
  expect(() => parsePayload(listing, [{ id: 'a', rows: 'secret-token' }], 'the listing')).toThrow(
    'the listing has an unexpected shape: at /0/rows it must be integer.',
  );
  expect(() => parsePayload(listing, undefined, 'the listing')).toThrow('at the top it must be array');
});
