import { clientCredentials, defineConnector } from '@ledgerline/core';
import { dropCredential, dropHosts, dropOrigin } from '@ledgerline/drop';
import { aggregatedStreams } from './aggregated-streams.ts';
import { listBelow } from './client.ts';
import { defaultBaseUrl, SpotifyConfig } from './config.ts';
import { policy } from './policy.ts';
import { sales, salesDrop } from './sales.ts';
import { bulkAccess, streams } from './streams.ts';

/** Spotify: sales reports from a file drop, usage from the Bulk API. */
export const spotify = defineConnector({
  name: 'spotify',
  version: '0.1.0',
  dsp: 'spotify',
  summary: 'Spotify sales reports (file drop) and streams (Bulk API).',
  config: SpotifyConfig,
  baseUrl: ({ bulk, sales }) => bulk?.baseUrl ?? (sales && dropOrigin(sales.drop)) ?? defaultBaseUrl,
  policy,
  hosts: ({ bulk, sales }) => [
    ...(bulk === undefined ? [] : [new URL(bulk.accountsUrl).host, ...bulk.storageHosts]),
    ...(sales === undefined ? [] : dropHosts(sales.drop)),
  ],
  auth: ({ bulk }) =>
    bulk === undefined
      ? undefined
      : clientCredentials({
          tokenUrl: `${bulk.accountsUrl.replace(/\/+$/, '')}/api/token`,
          clientId: bulk.clientId,
          clientSecret: bulk.clientSecret,
        }),
  credential: ({ bulk, sales }) => bulk?.clientId ?? (sales === undefined ? 'drop' : dropCredential(sales.drop)),
  capabilities: { revisions: true },
  feeds: { sales, streams, aggregated_streams: aggregatedStreams },
  async check(context) {
    if (context.config.bulk !== undefined) await listBelow(bulkAccess(context), 'streams', []);
    if (context.config.sales !== undefined) {
      for await (const _ of salesDrop(context).drop.list()) break;
    }
  },
});
