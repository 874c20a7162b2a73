import { defineFeed } from '@ledgerline/core';
import { dailyAvailability } from './availability.ts';
import type { YoutubeConfig } from './config.ts';
import { assetColumns, assetIgnore } from './records.ts';
import { type FeedRules, listFeed, readFeed } from './report-feed.ts';

const rules: FeedRules = {
  types: ({ assets }) => assets.reportTypes,
  userCreated: false,
  retention: 'daily',
  needsAssets: () => false,
};

/** The asset catalogue; the other feeds look the ISRC up in it by themselves, whether or not this feed is ingested. */
export const assets = defineFeed<YoutubeConfig>({
  money: false,
  summary: 'One row per asset of the catalogue on a day: its ISRC, UPC, title and artist as YouTube knows them.',
  key: 'day · report type',
  documents: '`content_owner_asset_a3`, or what `assets` names',
  grain: 'day',
  available: dailyAvailability,
  emptyDocument: 'proves-zero',
  list: (context, window) => listFeed(context, window, rules),
  read: readFeed,
  columns: assetColumns,
  ignore: assetIgnore,
});
