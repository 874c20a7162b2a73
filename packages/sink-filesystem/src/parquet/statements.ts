import { itemFields } from '@ledgerline/core';

export type Compression = 'none' | 'gz' | 'zstd';

/** The columns of a staged CSV, in order: what core's CSV encoding writes. */
const columns = ['dsp', 'account', 'feed', ...itemFields, 'sourceReport', 'sourceLine', 'sourceProvenance'] as const;

/** Digits after the point of every amount column; 20 are left before it. See docs/decisions/0015. */
export const amountScale = 18;
const wholeDigits = 38 - amountScale;

const codecs: Readonly<Record<Compression, string>> = { none: 'uncompressed', gz: 'gzip', zstd: 'zstd' };

/** Rows that a row group holds, a fifth of DuckDB's default: a group is in memory until it is written. The bytes depend on it. */
const rowGroupRows = 24_576;

/** A row of the lake is shorter; DuckDB's own buffers are eight times this and are made anew for every file. */
const maxLineBytes = 2_097_152;

/** What marks an error of ours in DuckDB's message; line and field follow. */
export const unfitMark = 'LEDGERLINE_UNFIT';

/**
 * The shapes that a column's type holds without losing a digit (leading and trailing zeros carry none), and those of everyday numbers:
 * DuckDB reads these thirty times as fast by way of a type of 64 bits, and widening loses nothing.
 */
const shapes = {
  amount: {
    everyday: { pattern: '-?[0-9]{1,6}([.][0-9]{1,12})?', type: 'decimal(18, 12)' },
    pattern: `-?0*[0-9]{1,${wholeDigits}}([.][0-9]{1,${amountScale}}0*)?`,
    type: `decimal(38, ${amountScale})`,
  },
  units: {
    everyday: { pattern: '-?[0-9]{1,18}', type: 'bigint' },
    pattern: '-?0*[0-9]{1,38}',
    type: 'decimal(38, 0)',
  },
} as const;

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A path as one file: signs that DuckDB's glob would expand stand for themselves. */
function file(path: string): string {
  return text(path.replace(/[*?[]/g, '[$&]'));
}

/** The exact number in a column, or an error: DuckDB's own cast rounds what does not fit. */
function exact(column: string, { everyday, pattern, type }: (typeof shapes)[keyof typeof shapes]): string {
  const cell = `"${column}"`;
  return `case when ${cell} is null then null
    when regexp_full_match(${cell}, '${everyday.pattern}') then cast(cast(${cell} as ${everyday.type}) as ${type})
    when regexp_full_match(${cell}, '${pattern}') then cast(${cell} as ${type})
    else error('${unfitMark} ' || "sourceLine" || ' ${column}') end as ${cell}`;
}

/** The statement that converts a CSV; of `bytes`, because the buffers need not be larger than the file. */
export function copyStatement(from: string, to: string, compress: Compression, bytes: number): string {
  const line = Math.min(maxLineBytes, Math.max(bytes, 65_536));
  const names = columns.map((name) => `'${name}': 'VARCHAR'`).join(', ');
  const csv = `read_csv(${file(from)}, columns = {${names}}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', new_line = '\\n', allow_quoted_nulls = false, parallel = false, hive_partitioning = false, max_line_size = ${line}, buffer_size = ${line * 2})`;
  const typed = [
    exact('units', shapes.units),
    exact('amount', shapes.amount),
    exact('amountUsd', shapes.amount),
    'cast("sourceLine" as bigint) as "sourceLine"',
  ];
  const options = `format parquet, compression ${codecs[compress]}, row_group_size ${rowGroupRows}`;
  return `copy (select * replace (${typed.join(', ')}) from ${csv}) to ${text(to)} (${options})`;
}

export function rowsStatement(path: string): string {
  return `select sum(num_rows)::bigint from parquet_file_metadata(${file(path)})`;
}

/** The line and some fields of every row, as text. */
export function fieldsStatement(path: string, fields: readonly string[]): string {
  const cells = ['sourceLine', ...fields].map((name) => `"${name}"::varchar`).join(', ');
  return `select ${cells} from read_parquet(${file(path)}, hive_partitioning = false)`;
}

/** Sums of one cell of the control totals, all as text. */
export interface SumsRow {
  readonly key: readonly (string | null)[];
  readonly rows: string;
  readonly units: string | null;
  readonly amount: string | null;
}

/** A row of {@link sumsStatement}. */
export function sumsRow(cells: readonly (string | null)[]): SumsRow {
  const [rows, units, amount] = cells.slice(4);
  return { key: cells.slice(0, 4), rows: rows ?? '0', units: units ?? null, amount: amount ?? null };
}

export function sumsStatement(path: string): string {
  const keys = ['territory', 'period', 'saleType', 'currency'].map((name) => `"${name}"`).join(', ');
  return `select ${keys}, count(*)::varchar, sum("units")::varchar, sum("amount")::varchar from read_parquet(${file(path)}, hive_partitioning = false) group by ${keys}`;
}
