import { defineFeed } from '@ledgerline/core';
import { dailyAvailability } from './availability.ts';
import type { YoutubeConfig } from './config.ts';
import { estimatedIgnore, estimatedRevenueColumns } from './records.ts';
import { type FeedRules, listFeed, readFeed } from './report-feed.ts';

const rules: FeedRules = {
  types: ({ estimatedRevenue }) => estimatedRevenue.reportTypes,
  userCreated: true,
  retention: 'daily',
  // Source: captured headers of the report: asset_id, no ISRC.
  needsAssets: () => true,
};

/** Estimated revenue per asset and day. Its sale type is `estimate`: never settle on it. */
export const estimatedRevenue = defineFeed<YoutubeConfig>({
  money: true,
  summary: 'One row per asset, video, country and day of ESTIMATED revenue in US dollars; never settle on it.',
  key: 'day · report type',
  documents: '`content_owner_asset_estimated_revenue_a1`, whose job is made when there is none',
  grain: 'day',
  available: dailyAvailability,
  emptyDocument: 'proves-zero',
  list: (context, window) => listFeed(context, window, rules),
  read: readFeed,
  columns: estimatedRevenueColumns,
  ignore: estimatedIgnore,
});
