import {
  blank,
  type ColumnMap,
  type ColumnRule,
  coalesce,
  column,
  constant,
  fromReport,
  optional,
  table,
} from '@ledgerline/core';
import { monthText } from '../months.ts';
import type { Preset } from '../preset.ts';

const own = (...names: [string, ...string[]]): ColumnRule => optional(column(...names));
const first = (...names: readonly [string, ...string[]][]): ColumnRule =>
  coalesce(...names.map((one) => own(...one)), constant('0'));

const kinds = [
  ...['Backpay', 'Conflict Resolution', 'Dispute Resolution', 'Dispute Conflict Resolution', 'Spam Adjustment'],
  'Revenue Correction',
];

/** `None` is ordinary revenue; the rest says in its sale type what it adjusts. Source: documentation of the fields of financial reports. */
const adjustment = optional(
  column(
    ...['Adjustment Type' as const, 'adjustment_type' as const],
    table(Object.fromEntries(kinds.map((kind) => [kind, `adjustment: ${kind}`])), { otherwise: 'keep' }),
    blank('None'),
  ),
);

const identity: ColumnMap = {
  isrc: coalesce(own('ISRC'), own('Your ISRC', 'your_isrc'), own('Display ISRC', 'display_isrc')),
  upc: own('UPC'),
  dspTrackId: ['Asset ID', 'asset_id'],
  title: own('Asset Title', 'asset_title'),
  artist: own('Artist'),
  territory: coalesce(own('Country', 'Country Code', 'country_code'), constant('ZZ')),
  period: coalesce(own('Day', 'Date'), own('Month'), fromReport('period')),
  amount: ['Partner Revenue', 'partner_revenue'],
  // Source: † no currency stands in the files, public importers take dollars.
  currency: constant('USD'),
};

const shares = ['Auction', 'Reserved', 'Partner Sold YouTube Served', 'Partner Sold Partner Served'];
const snake = (name: string): string => name.toLowerCase().replace(/[ :]+/g, '_');

/** Parts of an amount that is mapped whole would be counted twice. */
const ignore = [
  ...[
    'Asset Labels',
    'Asset Channel ID',
    'Asset Type',
    'Custom ID',
    'GRid',
    'Album',
    'Label',
    'Administer Publish Rights',
  ],
  ...['Video ID', 'Channel ID', 'Video Channel ID', 'Claim Type', 'Content Type', 'YouTube Revenue Split'],
  ...shares.map((share) => `YouTube Revenue Split : ${share}`),
  ...[...shares, 'Pro Rata', 'Per Sub Min'].map((share) => `Partner Revenue : ${share}`),
  ...['Owned Views', 'Monetized Views', 'Monetized Views : Audio', 'Monetized Views : Audio Visual', 'Offer'],
].flatMap((name) => [name, snake(name)]);

/** Studio names its files `YouTube_OWNER_M_20260301_20260331_asset_raw_v1-1.csv`. Source: a public importer. */
function periodOfName(object: string): { readonly period?: string } {
  const [, start = '', end = ''] = /_M_(\d{8})_(\d{8})_/.exec(object) ?? [];
  const [from, to] = [monthText(start), monthText(end)];
  return from !== undefined && from === to ? { period: from } : {};
}

const settled = {
  money: true,
  grain: 'month',
  format: 'text',
  ignore,
  earlierMonths: true,
  source: 'the 27 columns of a Studio file seen in public code, and Google’s documentation of the financial reports',
} as const;

/** Advertising revenue per asset, the raw file of Studio. */
export const youtubeAssetRevenue: Preset = {
  ...settled,
  name: 'youtube/asset_revenue',
  as: { dsp: 'youtube', feed: 'asset_revenue' },
  summary: 'Advertising revenue per asset, country and day in US dollars, adjustments included.',
  documents: '`YouTube_OWNER_M_START_END_asset_raw_v1-1.csv`, gzipped or not',
  key: 'month · `content_owner_asset_ad_revenue_raw_a1`',
  columns: {
    ...identity,
    saleType: coalesce(adjustment, constant('ads')),
    tier: own('Adjustment Type', 'adjustment_type'),
    units: first(['Owned Views', 'owned_views']),
  },
  identify: ({ object }, told) => ({
    ...periodOfName(object),
    scope: told.scope ?? 'content_owner_asset_ad_revenue_raw_a1',
    alternative: { group: 'asset ads', layout: 'raw' },
  }),
};

/** Subscription revenue per asset; told from the other by its `Offer`. */
export const youtubeMusicRevenue: Preset = {
  ...settled,
  name: 'youtube/music_revenue',
  as: { dsp: 'youtube', feed: 'music_revenue' },
  summary: 'Subscription revenue per asset, country, day and offer in US dollars, adjustments included.',
  documents: 'the subscription raw file, by API or Studio names',
  key: 'month · `music_content_owner_asset_red_revenue_raw_a1`',
  columns: {
    ...identity,
    saleType: coalesce(adjustment, constant('subscription')),
    tier: column('Offer'),
    units: first(['Monetized Views', 'monetized_views'], ['Owned Views', 'owned_views']),
  },
  identify: ({ object }, told) => ({
    ...periodOfName(object),
    scope: told.scope ?? 'music_content_owner_asset_red_revenue_raw_a1',
    alternative: { group: 'subscription music', layout: 'raw' },
  }),
};
