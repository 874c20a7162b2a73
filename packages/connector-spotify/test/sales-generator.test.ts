import { gunzipSync } from 'node:zlib';
import { generateCatalogue, generateSalesFile } from '@ledgerline/connector-spotify/mock';
import { Decimal } from 'decimal.js';
import { expect, test } from 'vitest';

const Exact = Decimal.clone({ precision: 60 });

/** Adds up a file the slow way: split, look up by name, add with another library. */
function recount(bytes: Uint8Array) {
  const [, , head = '', ...lines] = Buffer.from(bytes).toString('utf8').split('\n');
  const header = head.split('\t');
  const amountAt = header.findIndex((name) => name === 'Payable' || name === 'Payable invoice');
  const currencyAt = header.findIndex((name) => name.endsWith(' currency'));
  const sums = new Map<string, Decimal>();
  let units = 0;
  let rows = 0;
  for (const cells of lines.map((line) => line.split('\t')).filter((row) => row.some((cell) => cell !== ''))) {
    const currency = cells[currencyAt] ?? '';
    sums.set(currency, (sums.get(currency) ?? new Exact(0)).plus(cells[amountAt] ?? ''));
    units += Number(cells[header.indexOf('Quantity')]);
    rows += 1;
  }
  const amounts = Object.fromEntries([...sums].map(([currency, sum]) => [currency, sum.toFixed()]));
  return { rows, units: String(units), amounts };
}

test.each([
  {},
  { header: 'older' as const },
  { currencies: ['EUR', 'GBP', 'USD'], negativeEvery: 7, zeroQuantityEvery: 5 },
  { currencies: ['EUR', 'GBP'], only: 'GBP' },
  { kind: 'breakage' as const, trailingBlankRows: 3 },
])('the totals are those of the file: %o', (options) => {
  const { bytes, totals } = generateSalesFile({ period: '2026-03', rows: 500, ...options });
  expect(totals).toMatchObject(recount(bytes));
});

test('the same options give the same bytes, another seed or revision gives others', () => {
  const options = { period: '2026-03', rows: 50 };
  const { bytes } = generateSalesFile(options);
  expect(Buffer.from(generateSalesFile(options).bytes).equals(bytes)).toBe(true);
  for (const change of [{ seed: 2 }, { revision: 1 }]) {
    expect(Buffer.from(generateSalesFile({ ...options, ...change }).bytes).equals(bytes)).toBe(false);
  }
});

test('the split files add up to the combined one', () => {
  const options = { period: '2026-03', rows: 300, currencies: ['EUR', 'GBP', 'USD'] };
  const { totals } = generateSalesFile(options);
  const split = options.currencies.map((only) => generateSalesFile({ ...options, only }).totals);
  expect(split.reduce((sum, { rows }) => sum + rows, 0)).toBe(totals.rows);
  expect(Object.assign({}, ...split.map(({ amounts }) => amounts))).toEqual(totals.amounts);
});

test('gzip, byte order mark and CRLF dress the same text', () => {
  const options = { period: '2026-03', rows: 20 };
  const plain = Buffer.from(generateSalesFile(options).bytes).toString('utf8');
  const dressed = generateSalesFile({ ...options, bom: true, crlf: true, gzip: true });
  expect(dressed.name).toMatch(/\.gz$/);
  expect(gunzipSync(dressed.bytes).toString('utf8')).toBe(`\uFEFF${plain.replaceAll('\n', '\r\n')}`);
});

test('a few countries have most of the rows', () => {
  const { totals } = generateSalesFile({ period: '2026-03', rows: 2_000 });
  expect(Object.keys(totals.amountsByTerritory).length).toBeGreaterThan(30);
  const { bytes } = generateSalesFile({ period: '2026-03', rows: 2_000 });
  const us = Buffer.from(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line.startsWith('US\t')).length;
  expect(us).toBeGreaterThan(300);
});

test('a catalogue has well-formed identifiers and titles beyond Latin', () => {
  const catalogue = generateCatalogue({ tracks: 300 });
  for (const { isrc, upc, ean, trackId } of catalogue) {
    expect(isrc).toMatch(/^[A-Z]{2}[A-Z0-9]{3}\d{7}$/);
    const sum = [...upc].reverse().reduce((all, digit, index) => all + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
    expect([upc.length, sum % 10, ean]).toEqual([12, 0, `0${upc}`]);
    expect(trackId).toMatch(/^[0-9A-Za-z]{22}$/);
  }
  expect(new Set(catalogue.map(({ isrc }) => isrc)).size).toBe(300);
  const titles = catalogue.map(({ title }) => title).join('');
  for (const script of ['Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Thai', 'Hiragana', 'Hangul', 'Han']) {
    expect(titles).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
  }
});
