import { defineValidator } from '../contracts/define.ts';
import { openDrift } from './drift-session.ts';
import type { TerritoryStanding } from './group.ts';
import { DriftConfig, driftSettings } from './settings.ts';

/**
 * Compares a report with what the earlier ones of its DSP, account, feed and scope taught.
 *
 * Shape: rules and their defaults are in {@link driftRules}. Learns from committed reports only; a re-issue takes the place of what its
 * predecessor taught. Memory is bounded whatever the number of rows, ISRCs and groups.
 * Errors: rejects with the codes of rules about rows whose policy is `quarantine`; a finding of a rule with `stop` holds the report.
 */
export function createDriftValidator(standingOf: (territory: string) => TerritoryStanding) {
  return defineValidator({
    name: 'drift',
    version: '1.0.0',
    summary: 'What is unlike the reports before: units, rates, signs, currencies, volume, territories, UPCs, columns.',
    config: DriftConfig,
    fields: ['isrc', 'upc', 'territory', 'saleType', 'tier', 'units', 'amount', 'currency'],
    phase: 'observe',
    open: (config, context) => openDrift(driftSettings(config), context, standingOf),
  });
}
