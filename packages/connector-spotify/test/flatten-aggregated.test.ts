import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flattenAggregated } from '../src/flatten-aggregated.ts';

const quiet = { evidence() {}, claim() {}, finding() {} };

/** The lines that come out when the text arrives in chunks of so many bytes. */
async function flatten(text: string, chunkBytes = 1_000_000): Promise<readonly Record<string, unknown>[]> {
  const bytes = Buffer.from(text, 'utf8');
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const context = { object: 'aggregatedstreams/2026/03/05', observer: quiet, signal: new AbortController().signal };
  const out = Buffer.concat(await Array.fromAsync(flattenAggregated()(chunks(), context)));
  return out
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const record = (streams: unknown, name = 'Ночной поезд') =>
  `${JSON.stringify({ trackv2: { name, href: 'spotify:track:x', isrc: 'ZZLGR2600001' }, streams })}\n`;

test('each country becomes a line, in the order of the document', async () => {
  const text = record({ total: 5, country: { DE: { total: 3 }, JP: { total: 2, female: {} } } });
  expect(await flatten(text)).toEqual([
    { isrc: 'ZZLGR2600001', track: 'spotify:track:x', title: 'Ночной поезд', territory: 'DE', streams: 3 },
    { isrc: 'ZZLGR2600001', track: 'spotify:track:x', title: 'Ночной поезд', territory: 'JP', streams: 2 },
  ]);
});

test('the newer nesting, with totals or plain numbers, gives the same lines', async () => {
  const nested = await flatten(record({ country: { DE: { total: 3 }, SE: { total: 1 } } }));
  expect(await flatten(record({ DE: { total: 3 }, SE: { total: 1 } }))).toEqual(nested);
  expect(await flatten(record({ total: 4, DE: 3, SE: 1 }))).toEqual(nested);
});

test('a track without a single country is no line, and no error when the place for countries is there', async () => {
  expect(await flatten(record({ total: 0, country: {} }))).toEqual([]);
});

test.each([
  ['no place for countries', record({ total: 3, regions: {} }), 'NESTING_UNKNOWN'],
  ['no streams at all', '{"trackv2":{}}\n', 'NESTING_UNKNOWN'],
  ['countries that do not add up', record({ total: 4, country: { DE: { total: 3 } } }), 'TOTAL_MISMATCH'],
  ['a country without a total', record({ country: { DE: { female: 3 } } }), 'PAYLOAD_UNEXPECTED'],
  ['a count that is no whole number', record({ country: { DE: { total: 3.5 } } }), 'PAYLOAD_UNEXPECTED'],
  ['a line that is no object', '[]\n', 'LINE_UNREADABLE'],
  ['a last line that was cut off', record({ DE: 1 }).slice(0, -4), 'LINE_UNREADABLE'],
])('%s is an error that names the line and shows nothing of it', async (_what, text, code) => {
  const failure = flatten(record({ DE: 1 }) + text);
  await expect(failure).rejects.toMatchObject({ code, details: { line: 2 } });
  await expect(failure).rejects.not.toThrow(/ZZLGR|trackv2/);
});

test('the result does not depend on where chunks end', async () => {
  const title = fc.string({ unit: 'grapheme', maxLength: 12 });
  const counts = fc.uniqueArray(fc.constantFrom('DE', 'JP', 'NA', 'NO', 'US'), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(title, counts), { maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      async (tracks, size) => {
        const text = tracks
          .map(([name, codes]) => record(Object.fromEntries(codes.map((code, index) => [code, index])), name))
          .join('');
        expect(await flatten(text, size)).toEqual(await flatten(text));
      },
    ),
  );
});
