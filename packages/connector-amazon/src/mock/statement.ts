import { gzipSync } from 'node:zlib';
import { writeZip, type ZipMember } from '@ledgerline/drop/mock';
import { createDraws } from './draws.ts';
import { formatAmount } from './exact-money.ts';
import { createRows, decimalsOf, type RowSwitches, type StatementRow } from './statement-rows.ts';

export interface StatementOptions extends RowSwitches {
  /** `YYYY-MM` @default '2026-07' */
  readonly period?: string;
  /** @default 'DE' */
  readonly territory?: string;
  /** Also the tier: Prime, Unlimited … @default 'Prime' */
  readonly service?: string;
  /** @default 'LANTR' */
  readonly vendor?: string;
  /** @default 'EUR' */
  readonly currency?: string;
  /** How the folder of the month is written. @default `202607` */
  readonly monthFolder?: string;
  /** Name of the file without extension. @default `amazon-music-202607` */
  readonly name?: string;
  /** @default 'zip' */
  readonly pack?: 'zip' | 'csv' | 'csv.gz';
  /** How many CSVs the rows are spread over in the zip. @default 1 */
  readonly members?: number;
  /** Further members, whatever their names are. */
  readonly extraMembers?: readonly ZipMember[];
  /** The archive lacks so many bytes at its end. */
  readonly missingBytes?: number;
  /** A column CURRENCY. @default false */
  readonly currencyColumn?: boolean;
  /** Columns nobody knows. @default none */
  readonly extraColumns?: readonly string[];
  readonly shuffleColumns?: boolean;
  /** A file without TERRITORY_CODE, as summaries are. */
  readonly withoutTerritory?: boolean;
  /** What the rows say instead of the truth. */
  readonly rowTerritory?: string;
  readonly rowPeriod?: string;
  readonly rowVendor?: string;
  readonly bom?: boolean;
  readonly crlf?: boolean;
}

/** Exact totals by arithmetic of the generator's own; amounts with the digits that rows have. */
export interface StatementTotals {
  readonly rows: number;
  readonly units: string;
  readonly amounts: Readonly<Record<string, string>>;
  readonly returns: number;
}

export interface GeneratedStatement {
  /** Where it lies in the tree: `DE/202607/Prime/amazon-music-202607.zip`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The CSV that the file unpacks to. */
  readonly csv: string;
  readonly totals: StatementTotals;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

type Column = readonly [name: string, cell: (row: StatementRow) => string];

function columnsOf(options: StatementOptions, period: string): Column[] {
  const { vendor = 'LANTR', territory = 'DE', currency = 'EUR' } = options;
  const [year, month] = (options.rowPeriod ?? period).split('-');
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const columns: Column[] = [
    ['VENDOR_CODE', () => options.rowVendor ?? vendor],
    ['START_DATE', () => `${year}${month}01`],
    ['END_DATE', () => `${year}${month}${lastDay}`],
    ['UPC', (row) => row.upc],
    ['ISRC', (row) => row.isrc],
    ['PRODUCT_TYPE_ID', (row) => row.product],
    ['UNITS', (row) => String(row.units)],
    ['COST', (row) => row.costText],
    ['AMOUNT', (row) => row.amountText],
    ['SALE_RETURN_FLAG', (row) => row.flag],
    ['SALE_TYPE', (row) => row.saleType],
    ['TRACK_NAME', (row) => row.title],
    ['ARTIST_NAME', (row) => row.artist],
  ];
  if (options.withoutTerritory !== true)
    columns.splice(1, 0, ['TERRITORY_CODE', () => options.rowTerritory ?? territory]);
  if (options.currencyColumn === true) columns.push(['CURRENCY', () => currency]);
  for (const name of options.extraColumns ?? []) columns.push([name, () => 'x']);
  if (options.shuffleColumns !== true) return columns;
  const draws = createDraws('amazon-columns', options.seed ?? 1);
  return columns
    .map((column) => [draws.int(1_000_000), column] as const)
    .sort(([left], [right]) => left - right)
    .map(([, column]) => column);
}

function totalsOf(rows: readonly StatementRow[], currency: string, returnFlag: string): StatementTotals {
  return {
    rows: rows.length,
    units: rows.reduce((sum, { units }) => sum + BigInt(units), 0n).toString(),
    amounts: {
      [currency]: formatAmount(
        rows.reduce((sum, { amount }) => sum + amount, 0n),
        decimalsOf(currency),
      ),
    },
    returns: rows.filter(({ flag }) => flag === returnFlag).length,
  };
}

/** Packs one CSV as a file of the drop. */
export function packCsv(csv: string, pack: 'zip' | 'csv' | 'csv.gz', name: string): Uint8Array {
  if (pack === 'zip') return writeZip([{ name: `${name}.csv`, content: csv }]);
  return pack === 'csv' ? Buffer.from(csv) : gzipSync(csv);
}

/** Makes a statement with its exact totals; the same options give the same bytes. */
export function generateStatement(options: StatementOptions = {}): GeneratedStatement {
  const {
    period = '2026-07',
    territory = 'DE',
    service = 'Prime',
    currency = 'EUR',
    pack = 'zip',
    members = 1,
  } = options;
  const compact = period.replace('-', '');
  const { monthFolder = compact, name = `amazon-music-${compact}` } = options;
  const rows = createRows(`${territory}/${period}/${service}/${name}`, currency, options);
  const columns = columnsOf(options, period);
  const lineEnd = options.crlf === true ? '\r\n' : '\n';
  const header = columns.map(([column]) => quoted(column)).join(',') + lineEnd;
  const lines = rows.map((row) => columns.map(([, cell]) => quoted(cell(row))).join(',') + lineEnd);
  const start = `${options.bom === true ? '\ufeff' : ''}${header}`;
  const share = Math.max(1, Math.ceil(lines.length / members));
  const parts = Array.from(
    { length: members },
    (_, index) => start + lines.slice(index * share, (index + 1) * share).join(''),
  );
  const csv = start + lines.join('');
  const packed = (): Uint8Array => {
    const files = parts.map((content, index) => ({
      name: members === 1 ? `${name}.csv` : `part-${index + 1}/${name}.csv`,
      content,
    }));
    const archive = writeZip([...files, ...(options.extraMembers ?? [])]);
    return archive.subarray(0, archive.length - (options.missingBytes ?? 0));
  };
  return {
    path: `${territory}/${monthFolder}/${service}/${name}.${pack}`,
    bytes: pack === 'zip' ? packed() : packCsv(csv, pack, name),
    csv,
    totals: totalsOf(rows, currency, options.returnFlag ?? 'R'),
  };
}
