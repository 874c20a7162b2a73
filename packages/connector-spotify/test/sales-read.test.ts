import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import spotify from '@ledgerline/connector-spotify';
import { generateSalesFile, type SalesFileOptions } from '@ledgerline/connector-spotify/mock';
import { Decimal } from 'decimal.js';
import { expect, test } from 'vitest';
import { createContext, listAll, readAll, toReport } from './fake-context.ts';
import { inFolder } from './in-folder.ts';

const Exact = Decimal.clone({ precision: 60 });

async function read(name: string, bytes: string | Uint8Array) {
  const path = await inFolder({ [name]: bytes });
  const drop = { kind: 'directory' as const, path };
  const context = createContext({ sales: { drop, prefix: '', kinds: ['streaming', 'breakage'] } });
  const [listed] = await listAll(context, 'sales', '2026-01-01', '2026-03-31');
  if (listed === undefined) throw new Error('nothing is listed');
  const source = await spotify.feeds.sales?.read(context, toReport('sales', listed));
  if (source === undefined) throw new Error('no feed');
  return readAll(source);
}

const fixture = (name: string) => readFile(new URL(`fixtures/${name}`, import.meta.url));

/** Exact sums by currency over columns of the given names. */
function sums(rows: readonly Record<string, string | undefined>[], amount: string, currency: string) {
  const all: Record<string, string> = {};
  for (const row of rows) {
    const code = row[currency] ?? '';
    all[code] = new Exact(all[code] ?? 0).plus(row[amount] ?? '').toFixed();
  }
  return all;
}

test('the current header: every row is read, whatever is odd about it, and adds up to the hand count', async () => {
  const name = 'lanternrow-track-for-streaming-202603.txt';
  const { rows, rejects, skipped, evidence } = await read(name, await fixture(name));
  expect([rows.length, rejects, skipped]).toEqual([6, 0, 2]);
  expect(sums(rows, 'Payable', 'Payable currency')).toEqual({ EUR: '3.945265556346', JPY: '25', GBP: '0.0105' });
  expect(rows.reduce((sum, { Quantity }) => sum + Number(Quantity), 0)).toBe(1216);
  expect(rows.map(({ Country }) => Country)).toEqual(['DE', 'SE', 'JP', 'GB', 'DE', 'NA']);
  expect(rows[3]).toMatchObject({ ISRC: '', EAN: '4006381333931', 'Track name': 'The "Old" Quay' });
  expect(evidence).toContainEqual(expect.objectContaining({ kind: 'file-size', holds: true }));
});

test('the older header, with byte order mark and CRLF: Payable invoice is the money, Payable EUR is not', async () => {
  const name = 'lanternrow-track-for-streaming-202602.txt';
  const { rows, rejects } = await read(name, await fixture(name));
  expect([rows.length, rejects]).toEqual([2, 0]);
  expect(sums(rows, 'Payable invoice', 'Invoice currency')).toEqual({ USD: '0.5234567890123' });
  expect(rows.reduce((sum, { Quantity }) => sum + Number(Quantity), 0)).toBe(150);
  expect(spotify.feeds.sales?.ignore).toContain('Payable EUR');
  expect(JSON.stringify(spotify.feeds.sales?.columns)).not.toContain('Payable EUR');
});

test('the same report packed reads the same', async () => {
  const name = 'lanternrow-track-for-streaming-202603.txt';
  const bytes = await fixture(name);
  const plain = await read(name, bytes);
  const packed = await read(`${name}.gz`, gzipSync(bytes));
  expect(packed.rows).toEqual(plain.rows);
  expect(packed.evidence).toContainEqual(expect.objectContaining({ kind: 'gzip-trailer', holds: true }));
});

const odd = { missingIsrcEvery: 4, zeroQuantityEvery: 5, negativeEvery: 6, lostZerosEvery: 3, trailingBlankRows: 4 };

test.each<Omit<SalesFileOptions, 'period'>>([
  odd,
  { ...odd, header: 'older', bom: true, crlf: true, gzip: true, currencies: ['EUR', 'GBP', 'USD'] },
  { kind: 'breakage' },
])('a generated file adds up to its totals: %o', async (options) => {
  const { name, bytes, totals } = generateSalesFile({ period: '2026-03', rows: 200, ...options });
  const { rows, rejects, skipped } = await read(name, bytes);
  expect([rows.length, rejects, skipped]).toEqual([totals.rows, 0, totals.blankRows]);
  const older = options.header === 'older';
  const found = sums(rows, older ? 'Payable invoice' : 'Payable', older ? 'Invoice currency' : 'Payable currency');
  expect(found).toEqual(totals.amounts);
});

test('a row with money but nothing else is data, not a blank', async () => {
  const { bytes, name } = generateSalesFile({ period: '2026-03', rows: 1 });
  const stray = `${'\t'.repeat(12)}1.5\t\n`;
  const { rows, skipped } = await read(name, Buffer.concat([bytes, Buffer.from(stray)]));
  expect([rows.length, skipped]).toEqual([2, 0]);
});

test('a file that changed after it was listed is an error', async () => {
  const { bytes, name } = generateSalesFile({ period: '2026-03', rows: 5 });
  const path = await inFolder({ [name]: bytes });
  const context = createContext({ sales: { drop: { kind: 'directory', path }, prefix: '', kinds: ['streaming'] } });
  const [listed] = await listAll(context, 'sales', '2026-03-01', '2026-03-31');
  if (listed === undefined) throw new Error('nothing is listed');
  const report = { ...toReport('sales', listed), locator: { path: name, size: 1, tag: 'another' } };
  const source = await spotify.feeds.sales?.read(context, report);
  if (source === undefined) throw new Error('no feed');
  await expect(readAll(source)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
});
