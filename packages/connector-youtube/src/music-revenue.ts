import { defineFeed } from '@ledgerline/core';
import { financialAvailability } from './availability.ts';
import type { YoutubeConfig } from './config.ts';
import { musicRevenueColumns, revenueIgnore } from './records.ts';
import { type FeedRules, listFeed, readFeed } from './report-feed.ts';

const rules: FeedRules = {
  types: ({ musicRevenue }) => musicRevenue.reportTypes,
  userCreated: false,
  retention: 'financial',
  // The column lists of these reports are not documented; an ISRC of the row's own comes first where there is one.
  needsAssets: () => true,
  alternative: (type) => ({
    group: `subscription ${type.startsWith('music_') ? 'music' : 'other'}`,
    layout: type.includes('_summary_') ? 'summary' : 'raw',
  }),
};

/** Subscription revenue per asset, as YouTube settles it. */
export const musicRevenue = defineFeed<YoutubeConfig>({
  money: true,
  summary: 'One row per asset, country, day and offer of subscription revenue in US dollars, adjustments included.',
  key: 'month or week · report type',
  documents: '`music_content_owner_asset_red_revenue_raw_a1`, or what `musicRevenue` names',
  grain: 'month',
  available: financialAvailability,
  emptyDocument: 'proves-zero',
  list: (context, window) => listFeed(context, window, rules),
  read: readFeed,
  columns: musicRevenueColumns,
  ignore: revenueIgnore,
});
