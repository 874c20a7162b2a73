import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BlockIds } from '../src/block-ids.ts';
import { dialects } from '../src/escaping.ts';
import { chunked, readAll } from './reading.ts';
import { as01, fileOf, head, su02, sy01 } from './sender.ts';

/** What every dialect can write in a single cell and in a list. */
const text = fc
  .string({ unit: fc.constantFrom('a', 'é', '😀', '"', '\\', '|', '\t', ' ', '#'), minLength: 1, maxLength: 12 })
  .filter((value) => value.trim() === value);

test.each(dialects)('texts and lists written in %s come back the same at any chunk boundary', async (dialect) => {
  const plain = dialect === 'unescaped-tabs' ? text.filter((value) => !value.includes('\t')) : text;
  const member = dialect === 'csv-like' ? plain.filter((value) => !value.includes('|')) : plain;
  const members = fc.array(dialect === 'unescaped-tabs' ? member.filter((value) => !value.endsWith('\\')) : member, {
    minLength: 2,
    maxLength: 4,
  });
  const lengths = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(plain, members), { minLength: 1, maxLength: 4 }),
      lengths,
      async (pairs, sizes) => {
        const blocks = pairs.flatMap(([title, contributors], at) => [
          as01(`b${at}`, 'A1', title),
          ['MW01', `b${at}`, 'w', '', title, '', contributors, '', '', '', '', '', '', '', ''],
          su02(`b${at}`, 's1', 'A1'),
        ]);
        const file = fileOf([head(), sy01('s1'), ...blocks], { dialect });
        const { records, summary } = await readAll(chunked(file, ...sizes), { dialect });
        expect(summary.ok).toBe(true);
        expect(records.filter(({ type }) => type === 'AS01').map((record) => record.get('Title'))).toEqual(
          pairs.map(([title]) => title),
        );
        expect(records.filter(({ type }) => type === 'MW01').map((record) => record.list('ComposerAuthor'))).toEqual(
          pairs.map(([, list]) => list),
        );
      },
    ),
    { numRuns: 150 },
  );
});

test('block ids are known again exactly when they were there before', () => {
  const id = fc.oneof(
    fc.integer({ min: 0, max: 40 }).map(String),
    fc.integer({ min: 0, max: 40 }).map((number) => `B${String(number).padStart(3, '0')}`),
    fc.constantFrom('', 'x', '0', '00', '000', '01', 'B1', 'B01', '99999999999999999999'),
  );
  fc.assert(
    fc.property(fc.array(id, { maxLength: 120 }), (ids) => {
      const blockIds = new BlockIds();
      const seen = new Set<string>();
      for (const value of ids) {
        expect(blockIds.add(value)).toBe(seen.has(value) ? 'known' : 'new');
        seen.add(value);
      }
    }),
    { numRuns: 2000 },
  );
});
