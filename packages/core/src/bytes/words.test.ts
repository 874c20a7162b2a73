import fc from 'fast-check';
import { expect, test } from 'vitest';
import { constantOf, lastWord, putConstant, wordsOf } from './words.ts';

test('the last bytes of a cell are the same word wherever the memory ends', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 8 }),
      fc.nat(),
      fc.integer({ min: 1, max: 3 }),
      (bytes, from, left) => {
        const at = from % bytes.length;
        const end = Math.min(at + left, bytes.length);
        const word = [...bytes.subarray(at, end)].reduce((sum, byte, place) => sum | (byte << (place * 8)), 0);
        expect(lastWord(wordsOf(bytes), at, end)).toBe(word);
        expect(lastWord(wordsOf(Buffer.concat([bytes, Buffer.from('more')])), at, end)).toBe(word);
      },
    ),
  );
});

test('a constant is written whole, one after the other', () => {
  const target = Buffer.alloc(64);
  let to = 0;
  for (const text of ['a', '', 'ünf', 'eight by', '!']) to = putConstant(constantOf(text), wordsOf(target), to);
  expect(target.toString('utf8', 0, to)).toBe('aünfeight by!');
});
