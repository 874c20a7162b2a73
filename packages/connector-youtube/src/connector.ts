import { defineConnector, refreshToken } from '@ledgerline/core';
import { assetRevenue } from './asset-revenue.ts';
import { assets } from './assets.ts';
import { listJobs } from './client.ts';
import { YoutubeConfig } from './config.ts';
import { estimatedRevenue } from './estimated-revenue.ts';
import { musicRevenue } from './music-revenue.ts';
import { policy } from './policy.ts';

/** YouTube: revenue, estimates and the asset catalogue of a content owner, from the Reporting API. */
export const youtube = defineConnector({
  name: 'youtube',
  version: '0.1.0',
  dsp: 'youtube',
  summary: 'YouTube revenue, estimates and assets of a content owner (Reporting API).',
  config: YoutubeConfig,
  baseUrl: ({ baseUrl }) => baseUrl,
  policy,
  hosts: ({ tokenUrl, downloadHosts }) => [new URL(tokenUrl).host, ...downloadHosts],
  credentialHosts: ({ downloadHosts }) => downloadHosts,
  auth: ({ tokenUrl, clientId, clientSecret, refreshToken: grant }) =>
    refreshToken({ tokenUrl, clientId, clientSecret, refreshToken: grant }),
  credential: ({ project, clientId }) => project ?? clientId,
  capabilities: { revisions: true },
  feeds: {
    asset_revenue: assetRevenue,
    music_revenue: musicRevenue,
    estimated_revenue: estimatedRevenue,
    assets,
  },
  async check(context) {
    await listJobs(context);
  },
});
