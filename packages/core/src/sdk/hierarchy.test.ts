import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateLevels, hierarchy } from './hierarchy.ts';

const country = { name: 'country', pattern: /^[A-Z]{2}$/ };
const levels = [...dateLevels, country];

/** A DSP that has exactly these leaves (`2026/03/05/DE`) and counts what it is asked. */
function createListing(leaves: readonly string[]) {
  const asked: string[] = [];
  return {
    asked,
    async list(path: readonly string[]) {
      const prefix = path.map((segment) => `${segment}/`).join('');
      asked.push(prefix);
      const below = leaves.filter((leaf) => leaf.startsWith(prefix)).map((leaf) => leaf.slice(prefix.length));
      return below.length === 0 ? undefined : [...new Set(below.map((rest) => rest.split('/')[0] ?? ''))];
    },
  };
}

const march = { from: '2026-03-01', to: '2026-03-31' };

test('only what overlaps the window is asked for', async () => {
  const listing = createListing(['2024/01/01/DE', '2025/12/31/DE', '2026/01/02/SE', '2026/02/28/DE', '2026/03/01/FR']);
  const window = { from: '2025-12-31', to: '2026-02-01' };
  const leaves = await Array.fromAsync(hierarchy({ levels, window, list: listing.list }));
  expect(leaves).toEqual([
    ['2025', '12', '31', 'DE'],
    ['2026', '01', '02', 'SE'],
  ]);
  expect(listing.asked).toEqual([
    '',
    '2025/',
    '2025/12/',
    '2025/12/31/',
    '2026/',
    '2026/01/',
    '2026/01/02/',
    '2026/02/',
  ]);
});

test('entries without leading zeros come out padded, in ascending order', async () => {
  const listings: Record<string, string[]> = { '': ['2026'], '2026': ['3'], '2026/03': ['10', '9'] };
  const list = async (path: readonly string[]) => listings[path.join('/')];
  expect(await Array.fromAsync(hierarchy({ levels: dateLevels, window: march, list }))).toEqual([
    ['2026', '03', '09'],
    ['2026', '03', '10'],
  ]);
});

test('a DSP that answers every path with the years is caught at the second level', async () => {
  const walk = Array.fromAsync(hierarchy({ levels, window: march, list: async () => ['2025', '2026'] }));
  await expect(walk).rejects.toMatchObject({ code: 'LISTING_UNEXPECTED' });
  await expect(walk).rejects.toThrow('In the listing of 2026, entry 1 is no month');
});

test('an entry listed twice, also in two spellings, is an error', async () => {
  const list = async (path: readonly string[]) => (path.length === 0 ? ['2026'] : ['3', '03']);
  await expect(Array.fromAsync(hierarchy({ levels, window: march, list }))).rejects.toThrow('listed twice');
});

test('a listing without end is an error', async () => {
  const list = async () => Array.from({ length: 11 }, (_, n) => String(2010 + n));
  await expect(Array.fromAsync(hierarchy({ levels, window: march, list, maxEntries: 10 }))).rejects.toThrow(
    'more than 10 entries',
  );
});

test('an absent listing has no leaves', async () => {
  expect(await Array.fromAsync(hierarchy({ levels, window: march, list: async () => undefined }))).toEqual([]);
});

test('the leaves are exactly those inside the window, whatever is listed', async () => {
  const day = fc
    .tuple(fc.integer({ min: 2024, max: 2026 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([y, m, d]) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(day), day, day, async (days, one, other) => {
      const [from, to] = one <= other ? [one, other] : [other, one];
      const { list } = createListing(days.map((text) => text.replaceAll('-', '/')));
      const walked = await Array.fromAsync(hierarchy({ levels: dateLevels, window: { from, to }, list }));
      expect(walked.map((path) => path.join('-'))).toEqual(days.filter((d) => d >= from && d <= to).sort());
    }),
  );
});
