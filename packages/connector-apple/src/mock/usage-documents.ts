import { createDraws, type Draws } from '@ledgerline/fakes';
import type { FakeSong } from './catalogue.ts';
import { linesToText, shuffledTable, tableLines, tableOf } from './table.ts';
import { type GeneratedDocument, TotalsCounter } from './totals.ts';

/** What a report of Sales & Trends is to be like. */
export interface UsageOptions {
  readonly seed: string | number;
  readonly vendor: string;
  readonly songs: readonly FakeSong[];
  /** Days (ISO) the rows are about; one for a daily report. */
  readonly days: readonly string[];
  readonly rows: number;
  readonly storefronts: readonly string[];
  /** Another number gives other rows under the same name. */
  readonly revision: number;
  /** Columns in another order, with an unknown one among them. */
  readonly shuffled: boolean;
}

/** Source: exact order, from a public description of the detailed report. */
const salesHeader = [
  ...['Provider', 'Provider Country', 'Vendor Identifier', 'UPC', 'ISRC', 'Artist / Show', 'Title'],
  ...['Label/Studio/Network', 'Product Type Identifier', 'Units', 'Royalty Price', 'Download Date (PST)', 'Order Id'],
  ...['Postal Code', 'Customer Identifier', 'Report Date (Local)', 'Sale/Return', 'Customer Currency', 'Country Code'],
  ...['Royalty Currency', 'PreOrder', 'ISAN', 'Customer Price', 'Apple Identifier', 'CMA', 'Asset/Content Flavor'],
  ...['Vendor Offer Code', 'Grid', 'Promo Code', 'Parent Identifier', 'Parent Type Id', 'Attributable Purchase'],
  'Primary Genre',
];

/** Source: names from Apple's notes on versions 1_1 and later; the order is not documented. */
const streamsHeader = [
  ...['Datestamp', 'Ingest Datestamp', 'Ingest Timestamp', 'Storefront Name', 'Apple Identifier', 'Membership Type'],
  ...['Membership Mode', 'Membership Partner', 'Device Type', 'Operating System', 'Action Type', 'End Reason Type'],
  ...['Offline', 'Source of Stream', 'Container Type', 'Container Sub-Type', 'Container ID', 'Container Name'],
  ...['Stream Timestamp', 'Stream Start Position', 'Stream Duration', 'Anonymized Person ID', 'City', 'State Province'],
];

function write(
  name: string,
  options: UsageOptions,
  header: readonly string[],
  rows: readonly Record<string, string>[],
) {
  const table = tableOf(header, rows);
  return { name, text: linesToText(tableLines(options.shuffled ? shuffledTable(table) : table)) };
}

function drawsOf(kind: string, { seed, vendor, days, revision }: UsageOptions): Draws {
  return createDraws(kind, seed, vendor, days[0] ?? '', revision);
}

const compact = (day: string | undefined): string => (day ?? '').replaceAll('-', '');
const american = (day: string): string => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`;

/** Purchases, every eleventh of them a return. */
export function generateSalesReport(options: UsageOptions, letter: 'D' | 'W' | 'M' = 'D'): GeneratedDocument {
  const { songs, days, storefronts, vendor } = options;
  const draws = drawsOf('sales', options);
  const totals = new TotalsCounter();
  const rows = Array.from({ length: options.rows }, (_, index): Record<string, string> => {
    const song = songs[draws.zipf(songs.length)]!;
    const day = american(draws.pick(days));
    const isReturn = (index + 1) % 11 === 0;
    const units = BigInt(1 + draws.int(3)) * (isReturn ? -1n : 1n);
    totals.add(units);
    return {
      ...{ Provider: 'APPLE', 'Provider Country': 'US', 'Vendor Identifier': song.upc, UPC: song.upc, ISRC: song.isrc },
      ...{ 'Artist / Show': song.artist, Title: song.title, 'Label/Studio/Network': song.label },
      ...{ 'Product Type Identifier': 'S', Units: String(units), 'Royalty Price': '0.70', 'Royalty Currency': 'USD' },
      ...{ 'Download Date (PST)': day, 'Report Date (Local)': day, 'Sale/Return': isReturn ? 'R' : 'S' },
      ...{ 'Customer Currency': 'USD', 'Customer Price': '1.29', 'Country Code': draws.pick(storefronts) },
      ...{ 'Apple Identifier': song.appleId, 'Order Id': `X${index}`, 'Primary Genre': 'Pop' },
    };
  });
  const name = `S_${letter}_${vendor}_${compact(days.at(-1))}.txt`;
  return { ...write(name, options, salesHeader, rows), totals: totals.totals() };
}

/** Streams one by one; they carry no ISRC. */
export function generateStreamsReport(options: UsageOptions): GeneratedDocument {
  const { songs, days, storefronts, vendor } = options;
  const draws = drawsOf('streams', options);
  const totals = new TotalsCounter();
  const rows = Array.from({ length: options.rows }, (_, index): Record<string, string> => {
    const day = draws.pick(days);
    totals.add(1n);
    return {
      ...{ Datestamp: day, 'Ingest Datestamp': day, 'Storefront Name': draws.pick(storefronts) },
      ...{
        'Apple Identifier': songs[draws.zipf(songs.length)]!.appleId,
        'Membership Type': draws.pick(['Individual', 'Family']),
      },
      ...{ 'Source of Stream': String(draws.int(8)), 'Container Sub-Type': String(draws.int(17)), Offline: '0' },
      ...{
        'Stream Duration': String(30_000 + draws.int(200_000)),
        'Anonymized Person ID': `p${index}`,
        City: 'Tromsø',
      },
    };
  });
  return {
    ...write(`AppleMusic_Streams_${vendor}_${compact(days[0])}_V1_2.txt`, options, streamsHeader, rows),
    totals: totals.totals(),
  };
}

/** Streams counted per song and storefront. */
export function generateStreamsSummary(options: UsageOptions): GeneratedDocument {
  const { songs, days, storefronts, vendor } = options;
  const draws = drawsOf('summary', options);
  const totals = new TotalsCounter();
  const rows = Array.from({ length: options.rows }, (): Record<string, string> => {
    const day = draws.pick(days);
    const streams = BigInt(1 + draws.int(9000));
    totals.add(streams);
    return {
      ...{ Datestamp: day, 'Ingest Datestamp': day, 'Storefront Name': draws.pick(storefronts) },
      ...{ 'Apple Identifier': songs[draws.zipf(songs.length)]!.appleId, Streams: String(streams) },
    };
  });
  const header = ['Datestamp', 'Ingest Datestamp', 'Storefront Name', 'Apple Identifier', 'Streams'];
  return {
    ...write(`AppleMusic_Streams_Summary_${vendor}_${compact(days[0])}.txt`, options, header, rows),
    totals: totals.totals(),
  };
}

/** The catalogue of a day: Apple Identifier to ISRC. */
export function generateContentReport(options: UsageOptions): GeneratedDocument {
  const { songs, days, vendor } = options;
  const totals = new TotalsCounter();
  const rows = songs.map((song): Record<string, string> => {
    totals.add(0n);
    return {
      'Apple Identifier': song.appleId,
      ISRC: song.isrc,
      Title: song.title,
      Artist: song.artist,
      'Item Type': 'Song',
    };
  });
  const header = ['Apple Identifier', 'ISRC', 'Title', 'Artist', 'Item Type', 'Media Type', 'Media Duration'];
  return {
    ...write(`AppleMusic_Content_${vendor}_${compact(days[0])}_V1_2.txt`, options, header, rows),
    totals: totals.totals(),
  };
}
