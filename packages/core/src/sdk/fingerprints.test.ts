import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fingerprints } from './fingerprints.ts';

test('a text is new once, however many there are', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 400 }), (texts) => {
      const fingerprints = new Fingerprints();
      const known = new Set<string>();
      for (const text of texts) {
        expect(fingerprints.add(text)).toBe(!known.has(text));
        known.add(text);
      }
      expect(fingerprints.size).toBe(known.size);
    }),
  );
  const many = new Fingerprints();
  for (let round = 0; round < 2; round += 1) {
    for (let index = 0; index < 20_000; index += 1) {
      if (many.add(`item ${index}`) !== (round === 0)) throw new Error(`round ${round}, item ${index}`);
    }
  }
  expect(many.size).toBe(20_000);
});
