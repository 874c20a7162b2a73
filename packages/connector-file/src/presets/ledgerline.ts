import { type ColumnMap, coalesce, column, fromReport, itemFields, optional } from '@ledgerline/core';
import { fileFault } from '../file-fault.ts';
import type { Preset } from '../preset.ts';
import { withLinesOf } from '../source-lines.ts';

const stated = { decimal: '.', dates: 'ISO' } as const;
const amounts: ReadonlySet<string> = new Set(['amount', 'currency', 'amountUsd']);
const always: ReadonlySet<string> = new Set(['territory', 'period', 'saleType', 'units']);

/** The fields by their own names; `money` decides whether amount and currency must be there. */
function itself(money: boolean): ColumnMap {
  const required = (field: string) => always.has(field) || (money && (field === 'amount' || field === 'currency'));
  const fields = itemFields.filter((field) => money || !amounts.has(field));
  return Object.fromEntries(fields.map((field) => [field, required(field) ? column(field) : optional(column(field))]));
}

const [lineHeader, reportHeader, provenanceHeader] = ['sourceLine', 'sourceReport', 'sourceProvenance'];

/** The CSV that the lake is written as, read back as the report it came from: identity and lines included. */
export function ledgerlineCsv(money: boolean): Preset {
  return {
    name: 'ledgerline/csv',
    money,
    // Its rows say which report they are of; months of adjustments may lie before it.
    grain: 'span',
    summary: 'The CSV that a lake is written as; DSP, account, feed, period and scope are those of its rows.',
    documents: 'CSV files of a lake, alone or several of one report in a zip',
    key: 'as its `sourceReport` says',
    source: '`@ledgerline/sink-filesystem`',
    format: 'text',
    columns: itself(money),
    ignore: ['dsp', 'account', 'feed', reportHeader, lineHeader, provenanceHeader, ...amounts],
    stated,
    watch: ['dsp', 'account', 'feed', reportHeader],
    identify({ object, values }) {
      const [report = '', other] = values[reportHeader] ?? [];
      if (other !== undefined)
        throw fileFault(
          object,
          'REPORTS_SEVERAL',
          `it holds rows of several reports (${report}, ${other} …); import each on its own.`,
        );
      const [dsp, account, feed, period, ...scope] = report.split('/');
      if (!dsp || !account || !feed || !period || scope.length === 0) return {};
      return { period, scope: scope.join('/') };
    },
    derive: (source) => withLinesOf(source, lineHeader),
  };
}

/** The column names of the standard CSV by field, with what they mean: the one file that needs no mapping. */
export const standardColumns: readonly (readonly [
  name: string,
  field: keyof ColumnMap,
  need: 'always' | 'money' | 'no',
  meaning: string,
])[] = [
  ['isrc', 'isrc', 'no', 'the recording, 12 characters, hyphens allowed'],
  ['upc', 'upc', 'no', 'the release: UPC, EAN or GTIN with its zeros; store the column as text'],
  ['track_id', 'dspTrackId', 'no', 'the DSP’s own id of the track'],
  ['title', 'title', 'no', ''],
  ['artist', 'artist', 'no', ''],
  ['territory', 'territory', 'always', 'two letters (ISO 3166-1)'],
  ['period', 'period', 'no', 'month or day, 2026-03 or 2026-03-05; that of the report when empty'],
  ['sale_type', 'saleType', 'always', 'stream, download, return …'],
  ['tier', 'tier', 'no', 'the product or offer, as the DSP calls it'],
  ['units', 'units', 'always', 'a whole number, negative for returns, without marks between thousands'],
  ['amount', 'amount', 'money', 'what is paid out, exact, with a point before decimals and nothing between thousands'],
  ['currency', 'currency', 'money', 'three letters (ISO 4217)'],
];

/** The documented standard. Columns may stand in any order; those that are not needed may be left out. */
export function ledgerlineStandard(money: boolean): Preset {
  const columns: ColumnMap = Object.fromEntries(
    standardColumns
      .filter(([, , need]) => money || need !== 'money')
      .map(([name, field, need]) => [field, need === 'no' ? optional(column(name)) : column(name)]),
  );
  return {
    name: 'ledgerline/standard',
    money,
    grain: 'month',
    summary: 'One row per line item under the headers of this page; needs no mapping.',
    documents: 'what `ledgerline import --template` writes',
    key: 'month · `-`, or `scope`',
    source: 'this page',
    format: 'text',
    columns: { ...columns, period: coalesce(optional(column('period')), fromReport('period')) },
    ignore: money ? [] : ['amount', 'currency'],
    stated,
    identify: (_, told) => (told.scope === undefined ? {} : { scope: told.scope }),
  };
}

/** An empty standard CSV: lines that explain the header (`#`, passed over when read), then the header. */
export function standardTemplate(): string {
  const needs = { always: 'needed', money: 'needed where there is money', no: 'may be empty' };
  const lines = standardColumns.map(
    ([name, , need, meaning]) => `# ${name}: ${[needs[need], meaning].filter(Boolean).join('; ')}`,
  );
  return `# ledgerline/standard: one line item a row, UTF-8, cells by commas. Lines that begin with # are passed over.\n${lines.join('\n')}\n${standardColumns.map(([name]) => name).join(',')}\n`;
}
