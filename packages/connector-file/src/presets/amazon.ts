import { type ColumnMap, coalesce, column, formatPeriod, fromReport, optional } from '@ledgerline/core';
import { dsrColumns, parseDsrFileName } from '@ledgerline/ddex-dsr';
import { fileFault } from '../file-fault.ts';
import { monthText } from '../months.ts';
import type { Preset } from '../preset.ts';
import { saleKindHeader, withSaleKinds } from '../sale-kinds.ts';

const currencies = ['CURRENCY', 'CURRENCY_CODE', 'REPORTING_CURRENCY'] as const;

const statementColumns: ColumnMap = {
  isrc: optional(column('ISRC')),
  upc: optional(column('UPC')),
  title: optional(column('TRACK_NAME')),
  artist: optional(column('ARTIST_NAME')),
  territory: coalesce(optional(column('TERRITORY_CODE')), fromReport('territory')),
  period: fromReport('period'),
  saleType: [saleKindHeader],
  tier: fromReport('service'),
  units: ['UNITS'],
  amount: ['AMOUNT'],
  currency: coalesce(...currencies.map((name) => optional(column(name))), fromReport('currency')),
};

/** Territory, month, service and name, when the file lies in the folders of a drop. */
function placeOfPath(object: string) {
  const stem = object.replace(/(\.csv)?(\.csv|\.zip|\.gz)$/i, '');
  const [name, service, month, territory] = stem.split('/').reverse();
  const period = month === undefined ? undefined : monthText(month);
  if (name === undefined || service === undefined || !/^[A-Z]{2}$/i.test(territory ?? '') || period === undefined)
    return undefined;
  return { scope: [territory!.toUpperCase(), service, name].map(encodeURIComponent).join(':'), period };
}

/** The monthly statement. Its full header is not public; the columns named here are those that importers read. */
export const amazonStatements: Preset = {
  name: 'amazon/statements',
  as: { dsp: 'amazon', feed: 'statements' },
  money: true,
  grain: 'month',
  summary: 'The monthly statement of a territory and service, zipped or not, with units and amount.',
  documents: '`TERRITORY/MONTH/SERVICE/FILE.zip`, `.csv`',
  key: 'month · territory : service : file name without extension, from the path or `scope`',
  source: 'columns that a public importer reads; a distributor’s help page for the folders',
  format: 'text',
  columns: statementColumns,
  ignore: ['VENDOR_CODE', 'START_DATE', 'END_DATE', 'PRODUCT_TYPE_ID', 'COST', 'SALE_RETURN_FLAG', 'SALE_TYPE'],
  dateHeaders: ['START_DATE', 'END_DATE'],
  watch: ['TERRITORY_CODE', 'VENDOR_CODE'],
  scopeExample: 'DE:Prime:statement',
  identify({ object, currencies: inFile, values }, told) {
    const place = placeOfPath(object);
    const scope = told.scope ?? place?.scope;
    if (scope === undefined) return {};
    const [territory = '', service = '', name] = scope.split(':').map(decodeURIComponent);
    if (name === undefined || !/^[A-Z]{2}$/.test(territory) || service === '')
      throw fileFault(
        object,
        'SCOPE_INVALID',
        `the scope ${scope} is not TERRITORY:SERVICE:NAME, as in DE:Prime:statement.`,
      );
    const other = values.TERRITORY_CODE?.find((code) => code !== '' && code.toUpperCase() !== territory);
    if (other !== undefined)
      throw fileFault(
        object,
        'TERRITORY_CONFLICT',
        `rows are of ${other}, its place or --scope says ${territory}; find out which is right.`,
      );
    const currency = told.facts.currency ?? '';
    if (inFile.length === 0 && currency === '')
      throw fileFault(
        object,
        'CURRENCY_UNKNOWN',
        'the file does not say its currency, and there is no default. Set --fact currency=EUR (`facts.currency`).',
      );
    return {
      ...(place === undefined || told.scope !== undefined ? {} : { period: place.period }),
      scope,
      facts: { territory, service, currency },
    };
  },
  derive: withSaleKinds,
};

/** A DSR message of one file: usage, without money on its rows. */
export const amazonDsr: Preset = {
  name: 'amazon/dsr',
  as: { dsp: 'amazon', feed: 'dsr' },
  money: false,
  grain: 'month',
  summary: 'A DDEX DSR message of one file: usage, its money stands at summary level and is not mapped.',
  documents: '`DSR_….tsv`, gzipped or not',
  key: 'period · sender, recipient, service, territory, from the file name',
  source: 'DDEX DSR profiles, as `@ledgerline/ddex-dsr` reads them',
  format: 'dsr',
  columns: {
    isrc: optional(column('ISRC')),
    upc: optional(column('ICPN')),
    dspTrackId: optional(column('DspResourceId')),
    title: optional(column('Title')),
    artist: optional(column('DisplayArtistName')),
    territory: ['Territory'],
    period: coalesce(optional(column('Period')), fromReport('period')),
    saleType: coalesce(optional(column('UseType')), fromReport('saleType')),
    tier: coalesce(optional(column('ServiceDescription')), fromReport('service')),
    units: ['NetUsages'],
  },
  ignore: dsrColumns,
  scopeExample: 'dsr:SENDER:RECIPIENT:SERVICE:DE',
  identify({ object }, told) {
    const name = parseDsrFileName(object.replace(/\.gz$/i, '').slice(object.lastIndexOf('/') + 1));
    const facts = { saleType: 'stream', service: name?.service ?? told.facts.service ?? '' };
    if (name === undefined) return { ...(told.scope === undefined ? {} : { scope: told.scope }), facts };
    const { sender, recipient = '', service, territory, period } = name;
    const scope = told.scope ?? ['dsr', sender, recipient, service, territory].map(encodeURIComponent).join(':');
    return { ...(period === undefined ? {} : { period: formatPeriod(period) }), scope, facts };
  },
};
