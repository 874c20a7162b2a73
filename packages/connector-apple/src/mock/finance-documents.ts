import { createDraws, formatFixed, formatScaled, stepOf } from '@ledgerline/fakes';
import type { FakeSong } from './catalogue.ts';
import { linesToText, shuffledTable, tableLines, tableOf } from './table.ts';
import { type GeneratedDocument, TotalsCounter } from './totals.ts';

/** How a financial report is laid out: iTunes Store, Apple Music before and after 2025, or a cover sheet. */
export type FinanceKind = 'store' | 'music-older' | 'music-newer' | 'cover-sheet';

export interface FinanceOptions {
  readonly kind: FinanceKind;
  readonly seed: string | number;
  readonly vendor: string;
  readonly region: string;
  /** ISO dates, both inclusive. */
  readonly start: string;
  readonly end: string;
  readonly songs: readonly FakeSong[];
  readonly rows: number;
  /** One currency, or several in one file. */
  readonly currencies: readonly string[];
  readonly revision: number;
  readonly shuffled: boolean;
  /** What the row-count footer is off by. */
  readonly rowCountOffBy?: number;
}

/** Source: exact order, from a public sample. */
const storeHeader = [
  ...['Start Date', 'End Date', 'UPC', 'ISRC/ISBN', 'Vendor Identifier', 'Quantity', 'Partner Share'],
  ...['Extended Partner Share', 'Partner Share Currency', 'Sales or Return', 'Apple Identifier'],
  ...['Artist/Show/Developer/Author', 'Title', 'Label/Studio/Network/Developer/Publisher', 'Grid'],
  ...['Product Type Identifier', 'ISAN/Other Identifier', 'Country Of Sale', 'Pre-order Flag', 'Promo Code'],
  ...['Customer Price', 'Customer Currency'],
];

/** Source: names from importers; the full order is not documented. The name with two blanks is Apple's. */
const musicHeaders = {
  'music-older': [
    ...['Storefront Name', 'Apple Identifier', 'ISRC', 'Item Title', 'Item Artist', 'Quantity', 'Net Royalty'],
    ...['Net Royalty Total', 'Currency'],
  ],
  'music-newer': [
    ...['Storefront Name', 'Apple Identifier', 'Vendor Identifier', 'ISRC', 'Content Title', 'Artist', 'Product'],
    ...['Label/Studio/Network', 'Media Type', 'Total  Royalty Bearing Plays', 'Net Royalty Total', 'Currency'],
  ],
};

const american = (day: string): string => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`;

interface FinanceRow {
  readonly song: FakeSong;
  readonly quantity: bigint;
  /** Units: 10⁻¹². */
  readonly share: bigint;
  readonly currency: string;
}

function drawRows(options: FinanceOptions, totals: TotalsCounter): readonly FinanceRow[] {
  const { kind, seed, vendor, region, start, revision, songs, currencies } = options;
  const draws = createDraws('finance', kind, seed, vendor, region, start, revision);
  const store = kind === 'store';
  return Array.from({ length: options.rows }, (_, index) => {
    const isReturn = store && (index + 1) % 9 === 0;
    const quantity = BigInt(1 + draws.int(store ? 4 : 9000)) * (isReturn ? -1n : 1n);
    const step = stepOf(store ? 2 : 4 + draws.int(9));
    const share = ((1_000_000_000n + BigInt(draws.int(2_000_000_000)) * 350n) / step) * step + step;
    const currency = currencies[index % currencies.length]!;
    totals.add(quantity, currency, quantity * share);
    return { song: songs[draws.zipf(songs.length)]!, quantity, share, currency };
  });
}

function storeDocument(options: FinanceOptions, rows: readonly FinanceRow[], totals: TotalsCounter): string[] {
  const { start, end, region, currencies, shuffled, rowCountOffBy = 0 } = options;
  const cells = rows.map(
    ({ song, quantity, share, currency }): Record<string, string> => ({
      ...{ 'Start Date': american(start), 'End Date': american(end), UPC: song.upc, 'ISRC/ISBN': song.isrc },
      ...{ Quantity: String(quantity), 'Partner Share': formatFixed(share, 2), 'Partner Share Currency': currency },
      ...{ 'Extended Partner Share': formatFixed(quantity * share, 2), 'Sales or Return': quantity < 0n ? 'R' : 'S' },
      ...{ 'Apple Identifier': song.appleId, 'Artist/Show/Developer/Author': song.artist, Title: song.title },
      ...{ 'Product Type Identifier': 'S', 'Country Of Sale': region === 'ZZ' ? 'US' : region },
    }),
  );
  const table = tableOf(storeHeader, cells);
  const { amounts } = totals.totals();
  const mixed = formatScaled(rows.reduce((sum, { quantity, share }) => sum + quantity * share, 0n));
  const total = currencies.length === 1 ? (amounts[currencies[0]!] ?? '0') : mixed;
  const lines = tableLines(shuffled ? shuffledTable(table) : table);
  // In the one public sample Total_Units is the amount; it is here, too.
  return [...lines, `Total_Rows\t${rows.length + rowCountOffBy}`, `Total_Amount\t${total}`, `Total_Units\t${total}`];
}

function musicDocument(options: FinanceOptions, rows: readonly FinanceRow[]): string[] {
  const { start, end, region, kind, shuffled, rowCountOffBy = 0 } = options;
  const cells = rows.map(({ song, quantity, share, currency }): Record<string, string> => {
    const total = formatScaled(quantity * share);
    return {
      ...{ 'Storefront Name': region, 'Apple Identifier': song.appleId, ISRC: song.isrc, 'Item Title': song.title },
      ...{ 'Content Title': song.title, 'Item Artist': song.artist, Artist: song.artist, Quantity: String(quantity) },
      ...{ 'Net Royalty': formatScaled(share), 'Net Royalty Total': total, Currency: currency, Product: 'Individual' },
      ...{ 'Total  Royalty Bearing Plays': String(quantity), 'Media Type': 'Song' },
    };
  });
  const table = tableOf(musicHeaders[kind === 'music-older' ? 'music-older' : 'music-newer'], cells);
  const preamble = [`Start Date\t${american(start)}`, `End Date\t${american(end)}`, 'Report Type\tApple Music'];
  const second = [
    ...['', 'Storefront Name\tCurrency\tNon Spatial Available Per Play Royalty\tTotal Royalty Bearing Plays'],
    ...options.currencies.map((currency) => `${region}\t${currency}\t0.00345\t999999`),
  ];
  const lines = tableLines(shuffled ? shuffledTable(table) : table);
  return [
    ...preamble,
    ...lines,
    `Row Count\t${rows.length + rowCountOffBy}`,
    ...(kind === 'music-newer' ? second : []),
  ];
}

function coverSheet({ start, end, currencies }: FinanceOptions): string[] {
  return [
    ...[`Start Date\t${american(start)}`, `End Date\t${american(end)}`, 'Report Type\tS2 Summary'],
    ...['Description\tCurrency\tAmount', `Stream Manipulation Adjustment\t${currencies[0] ?? 'USD'}\t-12.34`],
  ];
}

/** Writes a financial report and counts what it adds up to. */
export function generateFinanceReport(options: FinanceOptions): GeneratedDocument {
  const { kind, vendor, region, end } = options;
  const totals = new TotalsCounter();
  const rows = kind === 'cover-sheet' ? [] : drawRows(options, totals);
  const stem = `${vendor}_${end.slice(5, 7)}${end.slice(2, 4)}_${region}.txt`;
  if (kind === 'store')
    return { name: stem, text: linesToText(storeDocument(options, rows, totals)), totals: totals.totals() };
  if (kind === 'cover-sheet')
    return { name: `S2_${stem}`, text: linesToText(coverSheet(options)), totals: totals.totals() };
  return { name: `S1_${stem}`, text: linesToText(musicDocument(options, rows)), totals: totals.totals() };
}
