import type { SyncOutcome } from '../contracts/events.ts';
import { ExactSum } from '../money/exact-sum.ts';
import type { RunSummary } from './run-summary.ts';

/** What a run committed, over its reports. */
export function runTotals(outcomes: readonly SyncOutcome[]): RunSummary['totals'] {
  const committed = outcomes.filter(({ effect }) => effect === 'committed');
  const units = new ExactSum();
  const amounts = new Map<string, ExactSum>();
  for (const outcome of committed) {
    units.add(outcome.units);
    for (const [currency, amount] of Object.entries(outcome.amounts)) {
      const sum = amounts.get(currency) ?? new ExactSum();
      sum.add(amount);
      amounts.set(currency, sum);
    }
  }
  const count = (key: 'read' | 'accepted' | 'rejected' | 'skipped'): number =>
    committed.reduce((sum, outcome) => sum + outcome[key], 0);
  return {
    read: count('read'),
    accepted: count('accepted'),
    rejected: count('rejected'),
    skipped: count('skipped'),
    units: units.toString(),
    amounts: Object.fromEntries([...amounts].sort().map(([currency, sum]) => [currency, sum.toString()])),
  };
}
