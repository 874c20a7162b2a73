import { type ColumnMap, coalesce, column, constant, fromReport, joined, optional } from '@ledgerline/core';

/**
 * The values of `source` that public clients know; others are read all the same and reported.
 *
 * Source: public clients of the Bulk API, 2020 to 2026; the list is not known to be complete.
 */
export const knownSources: ReadonlySet<string> = new Set([
  'others_playlist',
  'playlist',
  'radio',
  'search',
  'album',
  'artist',
  'collection',
  'play_queue',
]);

/** One row per play; the ISRC and the names stand in the `tracks` of the same day. */
export const streamColumns: ColumnMap = {
  isrc: joined('tracks', { by: 'track_id', take: 'isrc' }),
  dspTrackId: ['track_id'],
  title: joined('tracks', { by: 'track_id', take: 'title' }),
  artist: joined('tracks', { by: 'track_id', take: 'artist' }),
  territory: fromReport('territory'),
  period: fromReport('period'),
  saleType: constant('stream'),
  units: constant('1'),
};

export const streamIgnore: readonly string[] = ['source', 'source_uri', 'discovery_flag', 'completion_flag'];

/**
 * The columns taken from `tracks`. Of its fields only `track_id` and `isrc` are known for certain; names go by the first of these
 * that is there.
 */
export const trackTake: Readonly<Record<string, readonly string[]>> = {
  isrc: ['isrc'],
  title: ['track_name', 'name', 'title'],
  artist: ['artist_name', 'artist_names', 'artist'],
};

/** One row per track and country, as `flattenAggregated` writes them. */
export const aggregatedColumns: ColumnMap = {
  isrc: optional(column('isrc')),
  dspTrackId: optional(column('track')),
  title: optional(column('title')),
  territory: ['territory'],
  period: fromReport('period'),
  saleType: constant('stream'),
  units: ['streams'],
};

/**
 * The sales report in both header generations.
 *
 * Quantity, amount, currency, country and ISRC must be there by one of their names, or the file is refused; the rest may be absent,
 * since the header of breakage files is not documented. Source: public importers of these files.
 */
export const salesColumns: ColumnMap = {
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

/** Known and not mapped. `Payable EUR` states the same money a second time: adding it would count it twice. */
export const salesIgnore: readonly string[] = ['Payable EUR', 'Composer name', 'Composer', 'Album name', 'Label'];

/** A row in which all of these are empty is a trailer or a blank, not data. */
export const salesSubstance: readonly string[] = [
  ...['Payable', 'Payable invoice', 'Payable EUR', 'Payable currency', 'Invoice currency', 'Quantity'],
  ...['ISRC', 'UPC', 'EAN', 'URI'],
];

/** All of these names in the third row tell a sales report's header from a row of data. */
export const salesHeaderMarks: readonly string[] = ['quantity', 'country', 'isrc'];
