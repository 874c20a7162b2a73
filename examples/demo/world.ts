import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  type Catalogue,
  createFakeSpotify,
  type FakeSpotify,
  type GeneratedSalesFile,
  generateCatalogue,
  generateSalesFile,
  type SalesFileOptions,
} from '@ledgerline/connector-spotify/mock';

/** What the lake must hold in the end, counted where the documents were made. */
export interface Expected {
  rows: number;
  units: bigint;
  /** By currency. Units: 10⁻¹² of the currency. */
  readonly amounts: Map<string, bigint>;
  /** Rows planted to fail, as received. */
  readonly planted: string[];
}

export interface World {
  readonly fake: FakeSpotify;
  readonly expected: Expected;
  /** Writes the month's correction over the file it corrects, and expects its figures instead. */
  reissue(): void;
}

const seed = 20_260_401;
const days = ['2026-03-01', '2026-03-02', '2026-03-03'];
const countries = ['US', 'DE', 'BR', 'JP', 'NO', 'NA'];
const playsPerDay = 4000;
const dirt = { missingIsrcEvery: 37, zeroQuantityEvery: 41, lostZerosEvery: 53, unknownTerritoryEvery: 211 };

/** Rows that no reader can make sense of; each must end up among the dead letters, once. */
const malformed: readonly string[] = [
  'DE\tpremium\tspotify:track:0000000000000000000001\t036000290007',
  'DE\tpremium\turi\t\t\tZZLGR2600001\tTitle\tArtist\tComposer\tAlbum\t12\tLabel\t1.234,56\tEUR',
  'SE\tfree\turi\t\t\tZZLGR2600002\tTitle\tArtist\tComposer\tAlbum\ta dozen\tLabel\t0.5\tEUR',
  'US\tfamily\turi\t\t\tNOT-AN-ISRC\tTitle\tArtist\tComposer\tAlbum\t3\tLabel\t0.017\tUSD',
  'GB\tpremium\turi\t\t\tZZLGR2600003\tTitle\tArtist\tComposer\tAlbum\t4\tLabel\t0.02\tQQQ',
];

/** Makes up a label's March: sales files in a folder, usage behind a fake Spotify. The same every time. */
export function createWorld(folder: string): World {
  const catalogue = generateCatalogue({ seed, tracks: 400 });
  const fake = createFakeSpotify({ seed, days, countries, playsPerDay, catalogue });
  const expected: Expected = { rows: 0, units: 0n, amounts: new Map(), planted: [] };
  mkdirSync(folder, { recursive: true });
  for (const file of salesFiles(catalogue)) {
    const isAggregate = /revshare|summary/.test(file.name);
    const planted = file.name.includes('202603') && file.name.includes('streaming') ? malformed : [];
    writeFileSync(join(folder, file.name), withRows(file.bytes, planted));
    if (isAggregate) continue;
    expected.planted.push(...planted);
    count(expected, file, 1n);
  }
  for (const day of days) for (const country of countries) countStreams(fake, expected, day, country);
  return {
    fake,
    expected,
    reissue() {
      const [before] = salesFiles(catalogue).filter(({ name }) => name.includes('202602'));
      const after = generateSalesFile({ ...february(catalogue), revision: 1 });
      if (!before || before.name !== after.name)
        throw new Error('the correction must carry the name of what it corrects');
      writeFileSync(join(folder, after.name), after.bytes);
      count(expected, before, -1n);
      count(expected, after, 1n);
    },
  };
}

function february(catalogue: Catalogue): SalesFileOptions {
  return {
    period: '2026-02',
    header: 'older',
    rows: 4000,
    seed,
    catalogue,
    currencies: ['EUR', 'GBP'],
    crlf: true,
    ...dirt,
  };
}

function salesFiles(catalogue: Catalogue): GeneratedSalesFile[] {
  const common = { seed, catalogue, ...dirt };
  const march = { ...common, period: '2026-03' };
  return [
    generateSalesFile(february(catalogue)),
    generateSalesFile({
      ...march,
      rows: 20_000,
      currencies: ['EUR', 'USD', 'JPY'],
      bom: true,
      gzip: true,
      trailingBlankRows: 3,
    }),
    generateSalesFile({ ...march, kind: 'breakage', rows: 40, currencies: ['EUR'] }),
    generateSalesFile({ ...march, kind: 'revshare' }),
    generateSalesFile({ ...march, kind: 'summary' }),
  ];
}

/** The file with more rows at its end, compressed as it was. */
function withRows(bytes: Uint8Array, rows: readonly string[]): Uint8Array {
  if (rows.length === 0) return bytes;
  const zipped = bytes[0] === 0x1f;
  const plain = Buffer.concat([
    zipped ? gunzipSync(bytes) : bytes,
    Buffer.from(rows.map((row) => `${row}\n`).join('')),
  ]);
  return zipped ? gzipSync(plain) : plain;
}

function count(expected: Expected, { totals }: GeneratedSalesFile, sign: 1n | -1n): void {
  expected.rows += totals.rows * Number(sign);
  expected.units += BigInt(totals.units) * sign;
  for (const [currency, amount] of Object.entries(totals.amounts))
    expected.amounts.set(currency, (expected.amounts.get(currency) ?? 0n) + scaled(amount) * sign);
}

function countStreams(fake: FakeSpotify, expected: Expected, day: string, country: string): void {
  const plays = fake.data.countOf(day.replaceAll('-', '/'), country);
  expected.rows += plays;
  expected.units += BigInt(plays);
}

/** A plain decimal as a whole number of 10⁻¹²; more digits than that are refused, never rounded. */
export function scaled(text: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = text.match(/^(-?)(\d+)(?:\.(\d{1,12}))?$/) ?? [];
  if (whole === '') throw new Error(`not a decimal with at most twelve decimals: ${text}`);
  return BigInt(`${sign}${whole}${fraction.padEnd(12, '0')}`);
}
