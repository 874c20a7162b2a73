import type { ConnectorContext } from '@ledgerline/core';
import type { AppleConfig } from './config.ts';

const msPerDay = 86_400_000;
/** Units: days. Source: Apple's Reporter guide: a token lives 180 days, and making a new one ends the old one at once. */
const lifeDays = 180;
const warnFromDay = 170;

/**
 * Warns in time that the token must be renewed by hand.
 *
 * Renewing is left to people: a connector that did it would end the token of everything else that uses it.
 */
export function noteTokenAge({
  config,
  clock,
  log,
}: Pick<ConnectorContext<AppleConfig>, 'config' | 'clock' | 'log'>): void {
  if (config.tokenCreated === undefined) return;
  const ageDays = Math.floor((clock.wall() - Date.parse(`${config.tokenCreated}T00:00:00Z`)) / msPerDay);
  if (ageDays < warnFromDay) return;
  log.warn('apple.token_ages', {
    ageDays,
    daysLeft: Math.max(0, lifeDays - ageDays),
    message:
      ageDays < lifeDays
        ? `The access token is ${ageDays} days old and ends after ${lifeDays}; make a new one by hand and put it in the config.`
        : `The access token is older than its ${lifeDays} days; make a new one by hand and put it in the config.`,
  });
}
