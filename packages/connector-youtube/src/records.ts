import {
  blank,
  type ColumnMap,
  type ColumnRule,
  coalesce,
  column,
  constant,
  fromReport,
  joined,
  optional,
  table,
} from '@ledgerline/core';

/**
 * Names of the asset report's ISRC columns by version: `isrc` until a2, the other two since a3. `other_isrc` is what other owners say and
 * never taken for ours.
 *
 * Source: documentation of the system-managed asset report.
 */
export const isrcColumns: readonly string[] = [
  'isrc',
  'ISRC',
  'your_isrc',
  'Your ISRC',
  'display_isrc',
  'Display ISRC',
];

/** What is kept of the asset report; names of title and artist go by the first of several likely ones, they are not documented for a3. */
export const assetTake: Readonly<Record<string, readonly string[]>> = {
  isrc: ['isrc', 'ISRC'],
  yourIsrc: ['your_isrc', 'Your ISRC'],
  displayIsrc: ['display_isrc', 'Display ISRC'],
  upc: ['upc', 'UPC'],
  title: ['asset_title', 'Asset Title', 'title'],
  artist: ['artist', 'Artist'],
};

/** API files say `asset_id`, Studio files `Asset ID`; single words differ in case only, which no reader here looks at. */
const assetId = ['asset_id', 'Asset ID'] as const;

function fromAssets(take: string): ColumnRule {
  return joined('assets', { by: assetId, take });
}

function own(...names: [string, ...string[]]): ColumnRule {
  return optional(column(...names));
}

/** The row's own ISRC, else the label's in the asset report, else the one YouTube shows. */
const isrc = coalesce(own('isrc'), fromAssets('isrc'), fromAssets('yourIsrc'), fromAssets('displayIsrc'));

/** Where a document has no country at all the territory is unknown. */
const territory = coalesce(own('country', 'country_code', 'Country Code'), constant('ZZ'));

/** A row's own day or month, so that an adjustment of an earlier month stays with it; the report's period where rows have none. */
const period = coalesce(own('day', 'date'), own('month'), fromReport('period'));

/** An adjustment of money may come without views; that is no view, and the money must not be lost over it. */
function views(...names: readonly (readonly [string, ...string[]])[]): ColumnRule {
  return coalesce(...names.map((aliases) => own(...aliases)), constant('0'));
}

/**
 * `None` is ordinary revenue; everything else takes back or adds, and says so in its sale type, so that the totals keep them apart.
 *
 * Source: documentation of the fields of system-managed reports; values beyond these are kept as they are.
 */
const adjustment = optional(
  column(
    'adjustment_type',
    'Adjustment Type',
    table(
      {
        Backpay: 'adjustment: Backpay',
        'Conflict Resolution': 'adjustment: Conflict Resolution',
        'Dispute Resolution': 'adjustment: Dispute Resolution',
        'Dispute Conflict Resolution': 'adjustment: Dispute Conflict Resolution',
        'Spam Adjustment': 'adjustment: Spam Adjustment',
        'Revenue Correction': 'adjustment: Revenue Correction',
      },
      { otherwise: 'keep' },
    ),
    blank('None'),
  ),
);

const identity: ColumnMap = {
  isrc,
  upc: coalesce(own('upc'), fromAssets('upc')),
  dspTrackId: [...assetId],
  title: coalesce(own('asset_title', 'Asset Title'), fromAssets('title')),
  artist: coalesce(own('artist'), fromAssets('artist')),
  territory,
  period,
};

/** Amounts are US dollars, whatever the country. Source: † no currency stands in the files, public importers take dollars. */
const currency = constant('USD');

/** Advertising revenue per asset. The text of the adjustment, `None` included, is kept in `tier`. */
export const assetRevenueColumns: ColumnMap = {
  ...identity,
  saleType: coalesce(adjustment, constant('ads')),
  tier: own('adjustment_type', 'Adjustment Type'),
  units: views(['owned_views', 'Owned Views']),
  amount: ['partner_revenue', 'Partner Revenue'],
  currency,
};

/** Subscription revenue per asset; the offer is the tier. */
export const musicRevenueColumns: ColumnMap = {
  ...identity,
  saleType: coalesce(adjustment, constant('subscription')),
  tier: own('offer'),
  units: views(['monetized_views', 'Monetized Views'], ['owned_views', 'Owned Views']),
  amount: ['partner_revenue', 'Partner Revenue'],
  currency,
};

/** Estimates: their sale type keeps them out of every sum of settled money. The files count no views. */
export const estimatedRevenueColumns: ColumnMap = {
  ...identity,
  saleType: constant('estimate'),
  tier: own('uploader_type', 'Uploader Type'),
  units: constant('0'),
  amount: ['estimated_partner_revenue', 'Estimated Partner Revenue'],
  currency,
};

/** The catalogue as YouTube knows it: one row per asset, no units, no money. */
export const assetColumns: ColumnMap = {
  isrc: coalesce(own('isrc'), own('your_isrc', 'Your ISRC'), own('display_isrc', 'Display ISRC')),
  upc: own('upc'),
  dspTrackId: [...assetId],
  title: coalesce(own('asset_title', 'Asset Title'), own('title')),
  artist: own('artist'),
  territory: constant('ZZ'),
  period: fromReport('period'),
  saleType: constant('metadata'),
  units: constant('0'),
};

const shares = ['Auction', 'Reserved', 'Partner Sold YouTube Served', 'Partner Sold Partner Served'];

function snake(name: string): string {
  return name.toLowerCase().replace(/[ :]+/g, '_');
}

function bothForms(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [name, snake(name)]);
}

/**
 * Known and not mapped: parts of an amount that is mapped whole would be counted twice.
 *
 * Source: a 27-column Studio file and the documentation of the financial reports.
 */
export const revenueIgnore: readonly string[] = bothForms([
  ...['Asset Labels', 'Asset Channel ID', 'Asset Type', 'Custom ID', 'GRid', 'Album', 'Label'],
  ...['Administer Publish Rights', 'Video ID', 'Channel ID', 'Video Channel ID', 'Claim Type', 'Content Type'],
  ...['YouTube Revenue Split', ...shares.map((share) => `YouTube Revenue Split : ${share}`)],
  ...[...shares, 'Pro Rata', 'Per Sub Min'].map((share) => `Partner Revenue : ${share}`),
  ...['Owned Views', 'Monetized Views', 'Monetized Views : Audio', 'Monetized Views : Audio Visual'],
  ...['Adjustment Type', 'Offer'],
]);

/** Source: captured headers of the user-created report. */
export const estimatedIgnore: readonly string[] = bothForms([
  ...['Channel ID', 'Video ID', 'Claimed Status'],
  ...['Ad', 'Ad Auction', 'Ad Reserved', 'Red', 'Transaction'].map((part) => `Estimated Partner ${part} Revenue`),
]);

export const assetIgnore: readonly string[] = bothForms([
  ...['Custom ID', 'Constituent Asset ID', 'Active Reference ID', 'Inactive Reference ID', 'Other ISRC'],
  ...['Engaged Views', 'Status', 'Asset Type', 'Album', 'Label', 'GRid'],
]);
