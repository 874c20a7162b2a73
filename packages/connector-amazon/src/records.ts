import { type ColumnMap, coalesce, column, fromReport, optional } from '@ledgerline/core';

/** Columns that the reader adds to those of the file: what kind of sale a row is, and the money that is paid out. */
export const derived = { saleKind: 'sale kind (derived)', payable: 'payable (derived)' } as const;

/** Names a currency column may have. Source: none is among the known columns; these are the likely ones, should it appear. */
export const currencyHeaders = ['CURRENCY', 'CURRENCY_CODE', 'REPORTING_CURRENCY'] as const;

/**
 * The statement. Source: the columns that public importers read; the full header is not public, so columns go by name and the rest are
 * findings.
 *
 * Album rows have a UPC and no ISRC; a file without territories takes that of its folder.
 */
export const statementColumns: ColumnMap = {
  isrc: optional(column('ISRC')),
  upc: optional(column('UPC')),
  title: optional(column('TRACK_NAME')),
  artist: optional(column('ARTIST_NAME')),
  territory: coalesce(optional(column('TERRITORY_CODE')), fromReport('territory')),
  period: fromReport('period'),
  saleType: [derived.saleKind],
  tier: fromReport('service'),
  units: ['UNITS'],
  amount: [derived.payable],
  currency: coalesce(...currencyHeaders.map((name) => optional(column(name))), fromReport('currency')),
};

/** Known and not mapped, or mapped by way of a derived column. */
export const statementIgnore: readonly string[] = [
  ...['VENDOR_CODE', 'START_DATE', 'END_DATE', 'PRODUCT_TYPE_ID', 'COST', 'AMOUNT', 'SALE_RETURN_FLAG', 'SALE_TYPE'],
];

/** Source: a public importer treats these two as streams; other values exist, their meaning is not known. */
export const streamProducts: ReadonlySet<string> = new Set(['S', 'ST']);

/** A DSR message as usage: money stands at its summary level only. */
export const dsrColumnMap: ColumnMap = {
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
};
