import { ConfigError, type ConnectorContext, defineConnector } from '@ledgerline/core';
import { latestVersion, listAccounts, listVendors } from './client.ts';
import { AppleConfig } from './config.ts';
import { finance } from './finance.ts';
import { policy } from './policy.ts';
import { sales } from './sales.ts';
import { streams } from './streams.ts';
import { noteTokenAge } from './token-age.ts';

/** Which account is meant, when the token sees several. */
async function requireAccount(context: ConnectorContext<AppleConfig>): Promise<void> {
  if (context.config.account !== undefined) return;
  const accounts = await listAccounts(context);
  if (accounts.length < 2) return;
  const names = accounts.map(({ number, name }) => `${number} (${name})`).join(', ');
  throw new ConfigError(`The token sees several accounts; choose one of them as \`account\`: ${names}.`);
}

/** Apple Music and the iTunes Store over the Reporter protocol. It never makes, renews or deletes a token. */
export const apple = defineConnector({
  name: 'apple',
  version: '0.1.0',
  dsp: 'apple',
  summary: 'Apple Music and iTunes Store: financial reports, streams and purchases (Reporter).',
  config: AppleConfig,
  baseUrl: ({ baseUrl }) => baseUrl,
  policy,
  credential: ({ account }) => account ?? 'token',
  capabilities: { revisions: true, controlTotals: true },
  feeds: { sales, streams, finance },
  async check(context) {
    noteTokenAge(context);
    await requireAccount(context);
    await listVendors(context);
    const { subType, version } = context.config.streams;
    const latest = await latestVersion(context, 'amStreams', subType);
    if (latest !== undefined && latest !== version) {
      context.log.warn('apple.newer_version', { report: `amStreams ${subType}`, configured: version, latest });
    }
  },
});
