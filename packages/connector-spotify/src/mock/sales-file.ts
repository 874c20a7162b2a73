import { gzipSync } from 'node:zlib';
import { ExactSums, formatScaled } from '@ledgerline/fakes';
import { type Catalogue, generateCatalogue } from './catalogue.ts';
import { type SalesDirt, type SalesRow, salesRows } from './sales-rows.ts';

/** What a sales file is to be like; everything but the period has a default. */
export interface SalesFileOptions extends SalesDirt {
  /** `YYYY-MM` */
  readonly period: string;
  /** @default 'streaming' */
  readonly kind?: 'streaming' | 'breakage' | 'revshare' | 'summary';
  /** @default 'current' */
  readonly header?: 'current' | 'older';
  /** @default 1 */
  readonly seed?: string | number;
  /** Another number gives other amounts under the same name: a re-issue. @default 0 */
  readonly revision?: number;
  /** @default 100 */
  readonly rows?: number;
  readonly catalogue?: Catalogue;
  /** @default ['EUR'] */
  readonly currencies?: readonly string[];
  /** Only the rows of one of the currencies, and its code in the name: one of the split siblings. */
  readonly only?: string;
  /** @default 'lanternrow' */
  readonly label?: string;
  readonly bom?: boolean;
  readonly crlf?: boolean;
  readonly gzip?: boolean;
  readonly trailingBlankRows?: number;
  /** @default 'whole' */
  readonly preamble?: 'whole' | 'missing' | 'one-row' | 'no-period';
  /** What stands in row 2, column 3. @default the period as YYYYMM */
  readonly preamblePeriod?: string;
  /** @default a name with kind, currency of a split file, and period */
  readonly name?: string;
}

/** What a file adds up to, counted while it was written. Units: exact decimals without trailing zeros, whole numbers, all as text. */
export interface SalesTotals {
  readonly rows: number;
  readonly units: string;
  /** By currency. */
  readonly amounts: Readonly<Record<string, string>>;
  /** By `territory/currency`. */
  readonly amountsByTerritory: Readonly<Record<string, string>>;
  readonly rowsWithoutIsrc: number;
  readonly blankRows: number;
}

export interface GeneratedSalesFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly totals: SalesTotals;
}

// Source: names and order as public importers read them; the end of the current order is taken from the older one.
const shared = ['Country', 'Product', 'URI', 'UPC', 'EAN', 'ISRC', 'Track name', 'Artist name'];
const headers = {
  current: [...shared, 'Composer name', 'Album name', 'Quantity', 'Label', 'Payable', 'Payable currency'],
  older: [
    ...shared,
    'Composer',
    'Album name',
    'Quantity',
    'Label',
    'Payable invoice',
    'Invoice currency',
    'Payable EUR',
  ],
} as const;

function cells(row: SalesRow, header: 'current' | 'older', breakage: boolean): string[] {
  const { track } = row;
  const identity = breakage
    ? ['', '', '', '', '', '']
    : [`spotify:track:${track.trackId}`, row.upc, track.ean, row.isrc, track.title, track.artist];
  const work = breakage ? ['', ''] : [track.composer, track.album];
  const money = [row.quantity.toString(), track.label, row.amountText, row.currency];
  // The same money a second time, at some rate: a reader that adds it is wrong.
  const inEuro = header === 'older' ? [formatScaled((row.amount * 9n) / 10n)] : [];
  return [row.territory, row.product, ...identity, ...work, ...money, ...inEuro];
}

function preambleLines({
  preamble = 'whole',
  preamblePeriod,
  period,
  label = 'lanternrow',
}: SalesFileOptions): string[] {
  const names = 'format\tlicensor\tperiod';
  if (preamble === 'missing') return [];
  if (preamble === 'one-row') return [names];
  return [names, `1\t${label}\t${preamble === 'no-period' ? '' : (preamblePeriod ?? period.replace('-', ''))}`];
}

function* aggregateLines(kind: string): Generator<string, void, void> {
  yield kind === 'revshare' ? 'Country\tRevenue\tShare' : 'Statement\tTotal';
  yield kind === 'revshare' ? 'DE\t100000\t0.5' : '1\t50000';
}

/**
 * The decoded bytes of a sales file in chunks, for files too large to hold; returns the totals.
 *
 * Order: the same options give the same bytes.
 */
export function* salesFileChunks(options: SalesFileOptions): Generator<Uint8Array, SalesTotals, void> {
  const { kind = 'streaming', header = 'current', only, trailingBlankRows = 0 } = options;
  const end = options.crlf === true ? '\r\n' : '\n';
  const amounts = new ExactSums();
  const amountsByTerritory = new ExactSums();
  let units = 0n;
  let rows = 0;
  let rowsWithoutIsrc = 0;
  let lines: string[] = [];
  const flush = (): Uint8Array => {
    const bytes = Buffer.from(lines.map((line) => line + end).join(''), 'utf8');
    lines = [];
    return bytes;
  };
  if (options.bom === true) yield Buffer.from('\uFEFF', 'utf8');
  if (kind === 'revshare' || kind === 'summary') {
    lines.push(...aggregateLines(kind));
    yield flush();
    return { rows: 0, units: '0', amounts: {}, amountsByTerritory: {}, rowsWithoutIsrc: 0, blankRows: 0 };
  }
  lines.push(...preambleLines(options), headers[header].join('\t'));
  const source = salesRows({
    ...options,
    kind,
    seed: options.seed ?? 1,
    revision: options.revision ?? 0,
    rows: options.rows ?? 100,
    catalogue: options.catalogue ?? generateCatalogue(),
    currencies: options.currencies ?? ['EUR'],
  });
  for (const row of source) {
    if (only !== undefined && row.currency !== only) continue;
    lines.push(cells(row, header, kind === 'breakage').join('\t'));
    rows += 1;
    units += row.quantity;
    if (row.isrc === '') rowsWithoutIsrc += 1;
    amounts.add(row.currency, row.amount);
    amountsByTerritory.add(`${row.territory}/${row.currency}`, row.amount);
    if (lines.length >= 4096) yield flush();
  }
  const blank = headers[header].map(() => '').join('\t');
  for (let index = 0; index < trailingBlankRows; index += 1) lines.push(index % 2 === 0 ? blank : '');
  yield flush();
  return {
    rows,
    units: units.toString(),
    amounts: amounts.toObject(),
    amountsByTerritory: amountsByTerritory.toObject(),
    rowsWithoutIsrc,
    blankRows: trailingBlankRows,
  };
}

function nameOf({ period, kind = 'streaming', only, label = 'lanternrow', gzip = false }: SalesFileOptions): string {
  const stem = kind === 'streaming' || kind === 'breakage' ? `track-for-${kind}` : kind;
  const currency = only === undefined ? '' : `-${only}`;
  return `${label}-${stem}${currency}-${period.replace('-', '')}.txt${gzip ? '.gz' : ''}`;
}

/** Writes a sales file and counts what it adds up to. */
export function generateSalesFile(options: SalesFileOptions): GeneratedSalesFile {
  const parts: Uint8Array[] = [];
  const chunks = salesFileChunks(options);
  for (;;) {
    const step = chunks.next();
    if (step.done !== true) {
      parts.push(step.value);
      continue;
    }
    const plain = Buffer.concat(parts);
    const bytes = options.gzip === true ? gzipSync(plain) : plain;
    return { name: options.name ?? nameOf(options), bytes, totals: step.value };
  }
}
