import { type ColumnMap, coalesce, column, fromReport, optional } from '@ledgerline/core';
import { fileFault } from '../file-fault.ts';
import { monthText } from '../months.ts';
import type { Preset } from '../preset.ts';

const currencyCodes: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

const columns: ColumnMap = {
  isrc: ['ISRC'],
  upc: coalesce(optional(column('UPC')), optional(column('EAN'))),
  dspTrackId: optional(column('URI')),
  title: optional(column('Track name')),
  artist: optional(column('Artist name')),
  territory: ['Country'],
  period: fromReport('period'),
  saleType: fromReport('saleType'),
  tier: optional(column('Product')),
  units: ['Quantity'],
  amount: ['Payable', 'Payable invoice'],
  currency: ['Payable currency', 'Invoice currency'],
};

/** `…-track-for-streaming-EUR-202603.txt` as `streaming-EUR`; undefined for a name that does not say what the file is. */
function scopeOfName(object: string): string | undefined {
  const [, kind, rest = ''] = /track-for-(streaming|breakage)(.*)$/i.exec(object) ?? [];
  if (kind === undefined) return undefined;
  const codes = new Set(
    rest
      .toUpperCase()
      .split(/[^A-Z0-9]+/)
      .filter((word) => currencyCodes.has(word)),
  );
  if (codes.size > 1)
    throw fileFault(
      object,
      'CURRENCY_AMBIGUOUS',
      'its name has several currencies; set --scope streaming-EUR or the like.',
    );
  const [currency = 'all'] = codes;
  return `${kind.toLowerCase()}-${currency}`;
}

/** The monthly sales report, current and older header. `Payable EUR` states the same money a second time and is never added. */
export const spotifySales: Preset = {
  name: 'spotify/sales',
  as: { dsp: 'spotify', feed: 'sales' },
  money: true,
  grain: 'month',
  summary: 'The monthly sales report: one row per country, product and track, with quantity and amount.',
  documents: '`…-track-for-streaming…`, `…-track-for-breakage…`: text by tabs, two lines before the header',
  key: 'month · `streaming-all`, `breakage-all`, or `streaming-EUR` … from the file name',
  source: 'public importers of these files and a distributor’s help page, both header generations',
  format: 'text',
  columns,
  ignore: ['Payable EUR', 'Composer name', 'Composer', 'Album name', 'Label'],
  plainTabs: true,
  substance: [
    ...['Payable', 'Payable invoice', 'Payable EUR', 'Payable currency', 'Invoice currency', 'Quantity'],
    ...['ISRC', 'UPC', 'EAN', 'URI'],
  ],
  scopeExample: 'streaming-all',
  identify({ object, preamble }, told) {
    const scope = told.scope ?? scopeOfName(object);
    if (scope !== undefined && !/^(streaming|breakage)-(all|[A-Z]{3})$/.test(scope))
      throw fileFault(
        object,
        'SCOPE_INVALID',
        `there is no scope ${scope}; it is streaming-all, breakage-all, streaming-EUR or the like.`,
      );
    const cell = (preamble[1]?.[2] ?? '').trim();
    const inside = cell === '' ? undefined : monthText(cell);
    if (cell !== '' && inside === undefined && told.period === undefined)
      throw fileFault(
        object,
        'PERIOD_UNREADABLE',
        'line 2, cell 3 should be the month (202603, 2026-03) and is not. Set --period 2026-03.',
      );
    if (scope === undefined) return inside === undefined ? {} : { period: inside };
    const [kind = '', currency] = scope.split('-');
    return {
      ...(inside === undefined ? {} : { period: inside }),
      scope,
      facts: { kind, saleType: kind === 'breakage' ? 'breakage' : 'stream' },
      alternative: { group: kind, layout: currency === 'all' ? 'combined' : 'split by currency' },
    };
  },
};
