import type { Content } from './report-catalogue.ts';

/** API files write `asset_id`, Studio files `Asset ID`. */
export type HeaderForm = 'api' | 'studio';

const shares = ['Auction', 'Reserved', 'Partner Sold YouTube Served', 'Partner Sold Partner Served'];
const about = [
  ...['Asset ID', 'Asset Title', 'Asset Labels', 'Asset Channel ID', 'Asset Type', 'Custom ID'],
  ...['ISRC', 'UPC', 'GRid', 'Artist', 'Album', 'Label'],
];

/**
 * Studio names by content; the API names follow from them.
 *
 * Source: `asset-raw` a 27-column Studio file, `estimated` a captured header, `assets` the documentation of the keys and of the ISRC columns.
 * The order of API files, and the other columns of summaries, subscriptions and assets, are made up: they are not documented.
 */
const studio: Readonly<Record<Content, readonly string[]>> = {
  'asset-raw': [
    ...['Adjustment Type', 'Day', 'Country', ...about, 'Administer Publish Rights', 'Owned Views'],
    ...shares.map((share) => `YouTube Revenue Split : ${share}`),
    'YouTube Revenue Split',
    ...shares.map((share) => `Partner Revenue : ${share}`),
    'Partner Revenue',
  ],
  'asset-summary': ['Adjustment Type', 'Month', 'Asset ID', 'Owned Views', 'YouTube Revenue Split', 'Partner Revenue'],
  'subscription-raw': [
    ...['Adjustment Type', 'Day', 'Country', 'Video ID', 'Video Channel ID', 'Asset ID', 'Asset Channel ID'],
    ...['Asset Title', 'Claim Type', 'Content Type', 'Offer', 'Owned Views'],
    ...['Monetized Views : Audio', 'Monetized Views : Audio Visual', 'Monetized Views', 'YouTube Revenue Split'],
    ...['Partner Revenue : Pro Rata', 'Partner Revenue : Per Sub Min', 'Partner Revenue'],
  ],
  estimated: [
    ...['Date', 'Channel ID', 'Video ID', 'Asset ID', 'Claimed Status', 'Uploader Type', 'Country Code'],
    'Estimated Partner Revenue',
    ...['Ad', 'Ad Auction', 'Ad Reserved', 'Red', 'Transaction'].map((part) => `Estimated Partner ${part} Revenue`),
  ],
  assets: [
    ...['Asset ID', 'Custom ID', 'Constituent Asset ID', 'Active Reference ID', 'Inactive Reference ID'],
    ...['Asset Title', 'Artist', 'UPC', 'Display ISRC', 'Your ISRC', 'Other ISRC', 'Engaged Views'],
  ],
  'assets-older': ['Asset ID', 'Custom ID', 'Asset Title', 'Artist', 'ISRC', 'UPC', 'Status'],
};

/** The header of a file as written, and the API names that cells go by. */
export function headerOf(
  content: Content,
  form: HeaderForm,
): { readonly names: readonly string[]; readonly columns: readonly string[] } {
  const columns = studio[content].map((name) => name.toLowerCase().replace(/[ :]+/g, '_'));
  return { names: form === 'studio' ? studio[content] : columns, columns };
}
