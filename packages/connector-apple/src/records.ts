import {
  type CellStep,
  type ColumnMap,
  coalesce,
  column,
  constant,
  fromReport,
  joined,
  optional,
} from '@ledgerline/core';
import { storefrontCodes } from './storefronts.ts';

/** Sales are positive, returns come with negative units. Source: Apple, "Financial report fields". */
const saleOrReturn: CellStep = { kind: 'table', entries: { S: 'purchase', R: 'return' }, otherwise: 'keep' };
const storefront: CellStep = { kind: 'table', entries: storefrontCodes, otherwise: 'keep' };

/**
 * Purchases of Sales & Trends. `Royalty Price` is an estimate and not mapped: only financial reports are settled on.
 *
 * Source of the names: a public description of the detailed report, whose order is exact; only some of them are taken for granted.
 */
export const salesColumns: ColumnMap = {
  isrc: optional(column('ISRC')),
  upc: optional(column('UPC')),
  dspTrackId: ['Apple Identifier'],
  title: optional(column('Title')),
  artist: optional(column('Artist / Show', 'Artist/Show')),
  territory: ['Country Code'],
  period: fromReport('period'),
  saleType: column('Sale/Return', 'Sales or Return', saleOrReturn),
  units: ['Units'],
};

export const salesIgnore: readonly string[] = [
  ...['Provider', 'Provider Country', 'Vendor Identifier', 'Label/Studio/Network', 'Product Type Identifier'],
  ...['Royalty Price', 'Download Date (PST)', 'Order Id', 'Postal Code', 'Customer Identifier', 'Report Date (Local)'],
  ...['Customer Currency', 'Royalty Currency', 'PreOrder', 'ISAN', 'Customer Price', 'CMA', 'Asset/Content Flavor'],
  ...['Vendor Offer Code', 'Grid', 'Promo Code', 'Parent Identifier', 'Parent Type Id', 'Attributable Purchase'],
  'Primary Genre',
];

/** Columns that say which days a report of Sales & Trends is about, best first. */
export const salesDateColumns: readonly string[] = ['Report Date (Local)', 'Download Date (PST)'];
export const streamDateColumns: readonly string[] = ['Ingest Datestamp', 'Datestamp'];

/** Streams; the ISRC and the names stand in the `amContent` of the same day. Source: Apple's notes on versions 1_1 and later. */
export const streamColumns: ColumnMap = {
  isrc: joined('content', { by: 'Apple Identifier', take: 'isrc' }),
  dspTrackId: ['Apple Identifier'],
  title: joined('content', { by: 'Apple Identifier', take: 'title' }),
  artist: joined('content', { by: 'Apple Identifier', take: 'artist' }),
  territory: column('Storefront Name', storefront),
  period: fromReport('period'),
  saleType: constant('stream'),
  tier: optional(column('Membership Type', 'Subscription Type')),
  // A row of the detailed report is one stream; the summary says how many, and a row that does not is no line item.
  units: coalesce(optional(column('Streams', 'Quantity')), fromReport('unitsOfRow')),
};

export const streamIgnore: readonly string[] = [
  ...[
    'Datestamp',
    'Ingest Datestamp',
    'Ingest Timestamp',
    'Membership Mode',
    'Subscription Mode',
    'Membership Partner',
  ],
  ...['Device Type', 'Operating System', 'Action Type', 'End Reason Type', 'Offline', 'Source of Stream'],
  ...['Container Type', 'Container Sub-Type', 'Container ID', 'Container Name', 'Stream Timestamp'],
  ...['Stream Start Position', 'Stream Duration', 'Anonymized Person ID', 'City', 'State Province', 'Postal Code'],
  ...['Media Duration', 'Audio Format'],
];

/** What is taken from `amContent`. */
export const contentTake: Readonly<Record<string, readonly string[]>> = {
  isrc: ['ISRC'],
  title: ['Title'],
  artist: ['Artist'],
};

/**
 * Financial reports of the iTunes Store and of Apple Music, older and newer: the only money.
 *
 * Source of the names: public samples and importers; names are compared with blanks collapsed (`Total  Royalty Bearing Plays`).
 */
export const financeColumns: ColumnMap = {
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

export const financeCurrency: readonly string[] = ['Partner Share Currency', 'Currency'];

export const financeIgnore: readonly string[] = [
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
];
