import { defineFeed } from '@ledgerline/core';
import { financialAvailability } from './availability.ts';
import type { YoutubeConfig } from './config.ts';
import { assetRevenueColumns, revenueIgnore } from './records.ts';
import { type FeedRules, listFeed, readFeed } from './report-feed.ts';

/** Raw and summary files, and † files of adjustments alone, say the same money in other ways: never two of them for one period. */
function layoutOf(type: string): string {
  if (type.includes('_adjustment_')) return 'adjustments';
  return type.includes('_summary_') ? 'summary' : 'raw';
}

const rules: FeedRules = {
  types: ({ assetRevenue }) => assetRevenue.reportTypes,
  userCreated: false,
  retention: 'financial',
  // Source: the 27 columns of a Studio file of the raw report; no other layout is known to have the ISRC.
  needsAssets: (type) => !/_asset_ad_revenue_raw(_weekly)?_a\d+$/.test(type),
  alternative: (type) => ({ group: 'asset ads', layout: layoutOf(type) }),
};

/** Advertising revenue per asset, as YouTube settles it. */
export const assetRevenue = defineFeed<YoutubeConfig>({
  money: true,
  summary: 'One row per asset, country and day (or month) of advertising revenue in US dollars, adjustments included.',
  key: 'month · report type',
  documents: '`content_owner_asset_ad_revenue_raw_a1`, or what `assetRevenue` names',
  grain: 'month',
  available: financialAvailability,
  emptyDocument: 'proves-zero',
  list: (context, window) => listFeed(context, window, rules),
  read: readFeed,
  columns: assetRevenueColumns,
  ignore: revenueIgnore,
});
