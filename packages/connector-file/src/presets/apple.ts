import {
  type CellStep,
  type ColumnMap,
  coalesce,
  column,
  constant,
  fromReport,
  optional,
  periodFrom,
} from '@ledgerline/core';
import { fileFault } from '../file-fault.ts';
import type { Footers, Preset } from '../preset.ts';
import { territoryCodes } from '../territory-names.ts';

/** Source: Apple, "Financial report fields": S is a sale, R a return with negative units. */
const saleOrReturn: CellStep = { kind: 'table', entries: { S: 'purchase', R: 'return' }, otherwise: 'keep' };
const storefront: CellStep = { kind: 'table', entries: territoryCodes, otherwise: 'keep' };

const columns: ColumnMap = {
  isrc: optional(column('ISRC', 'ISRC/ISBN')),
  upc: optional(column('UPC')),
  dspTrackId: ['Apple Identifier'],
  title: optional(column('Title', 'Item Title', 'Content Title')),
  artist: optional(column('Artist/Show/Developer/Author', 'Item Artist', 'Artist')),
  territory: coalesce(optional(column('Country Of Sale', 'Storefront Name', storefront)), fromReport('region')),
  period: fromReport('period'),
  saleType: coalesce(optional(column('Sales or Return', saleOrReturn)), constant('stream')),
  tier: optional(column('Product')),
  units: ['Quantity', 'Total Royalty Bearing Plays'],
  amount: ['Extended Partner Share', 'Net Royalty Total'],
  currency: ['Partner Share Currency', 'Currency'],
};

const plain = (text: string | undefined): string => (text ?? '').trim().replace(/\s+/g, ' ').toLowerCase();

/** Source: MM/DD/YYYY in financial reports; ISO where a spreadsheet has been at work. */
function statedDay(text: string | undefined): string | undefined {
  const cell = (text ?? '').trim();
  for (const pattern of ['M/D/YYYY', 'YYYY-MM-DD', 'YYYYMMDD']) {
    const period = periodFrom(pattern, cell);
    if (period?.grain === 'day') return period.start;
  }
  return undefined;
}

/** `Total_Rows`, `Total_Amount` and `Row Count` are claims; `Total_Units` of the one public sample is not the units; the rest is a table of rates. */
function footers({ currencies }: { readonly currencies: readonly string[] }): Footers {
  let ended = false;
  return {
    marks: ['Total_', 'Row Count'],
    read([name, value = '']) {
      if (ended) return 'skip';
      const [currency, other] = currencies;
      switch (plain(name)) {
        case 'total_rows':
          return { where: 'footer Total_Rows', rows: value.trim() };
        case 'total_amount':
          return currency === undefined || other !== undefined
            ? 'skip'
            : { where: 'footer Total_Amount', amounts: { [currency]: value.trim() } };
        case 'total_units':
          return 'skip';
        case 'row count':
          ended = true;
          return { where: 'footer Row Count', rows: value.trim() };
        default:
          return undefined;
      }
    },
  };
}

/** Financial reports of the iTunes Store and of Apple Music, older and newer. */
export const appleFinance: Preset = {
  name: 'apple/finance',
  as: { dsp: 'apple', feed: 'finance' },
  money: true,
  grain: 'span',
  summary:
    'The financial report of a vendor, region and fiscal month: iTunes Store, Apple Music detail, radio, DJ Mix.',
  documents: 'text by tabs: with digits first or `S1`, `S3`, `S5`; cover sheets (`S2`, summary) are refused',
  key: 'fiscal month, as its days · vendor-region-type, from `scope`',
  source: 'public samples and importers, Apple’s help page of the fields',
  format: 'text',
  columns,
  ignore: [
    ...[
      'Start Date',
      'End Date',
      'Vendor Identifier',
      'Partner Share',
      'Label/Studio/Network/Developer/Publisher',
      'Grid',
    ],
    ...['Product Type Identifier', 'ISAN/Other Identifier', 'Pre-order Flag', 'Promo Code', 'Customer Price'],
    ...['Customer Currency', 'Net Royalty', 'Label/Studio/Network', 'Media Type'],
  ],
  plainTabs: true,
  watch: ['Start Date', 'End Date'],
  scopeExample: '80012345-US-Financial',
  claims: ['rows'],
  identify({ object, preamble, values }, told) {
    const name = object.slice(object.lastIndexOf('/') + 1);
    const type = preamble.find(([key]) => plain(key) === 'report type')?.[1] ?? '';
    if (/^S2(?![A-Za-z0-9])/i.test(name) || /summary|cover[ _-]?sheet/i.test(`${name} ${type}`))
      throw fileFault(
        object,
        'COVER_SHEET',
        'it is a cover sheet: totals without transactions, which are in other files. Import those.',
      );
    const dates = ['start date', 'end date'].map((key) => preamble.find(([cell]) => plain(cell) === key)?.[1]);
    const [start, end] =
      dates[0] === undefined
        ? ['Start Date', 'End Date'].map((key) => values[key]?.map(statedDay))
        : dates.map((cell) => [statedDay(cell)]);
    const starts = new Set(start?.filter((day) => day !== undefined));
    const ends = new Set(end?.filter((day) => day !== undefined));
    if (starts.size > 1 || ends.size > 1)
      throw fileFault(
        object,
        'PERIODS_SEVERAL',
        `it holds rows of several periods (${[...starts].join(', ')}); split it by Start Date.`,
      );
    const [first] = starts;
    const [last] = ends;
    const scope = told.scope;
    const [, region = ''] = (scope ?? '').split('-');
    return {
      ...(first !== undefined && last !== undefined && first <= last ? { period: `${first}--${last}` } : {}),
      ...(scope === undefined ? {} : { scope }),
      facts: { region: told.facts.region ?? region },
    };
  },
  footers,
};
