import { jitterOracle } from './e1-jitter-oracle.ts';
import { changingQuota, quotaServer } from './e2-quota-server.ts';
import { outage } from './e3-outage.ts';
import { capClumping } from './e4-cap-clumping.ts';
import { retryBudget } from './e5-budget.ts';
import { headerMatrix } from './e6-header-matrix.ts';
import { skew } from './e7-skew.ts';
import { halfOpen } from './e8-half-open.ts';
import { determinism } from './e10-determinism.ts';
import { leaks } from './e11-leaks.ts';
import { control } from './e13-control.ts';
import type { Experiment } from './world/result.ts';

/** Every experiment that may share the machine with another; the order is that of the report. */
export const experiments = {
  E1: async () => jitterOracle(),
  'E2 A': () => quotaServer('A'),
  'E2 B': () => quotaServer('B'),
  'E2 C, D': changingQuota,
  E3: outage,
  E4: async () => capClumping(),
  E5: retryBudget,
  E6: headerMatrix,
  E7: skew,
  E8: halfOpen,
  E10: determinism,
  E11: leaks,
  E13: control,
} satisfies Record<string, () => Promise<Experiment>>;

export type ExperimentId = keyof typeof experiments;

export const experimentIds = Object.keys(experiments) as ExperimentId[];

/** Long ones first, so that no lane is left with one at the end. */
export const startOrder: readonly ExperimentId[] = [
  'E2 A',
  'E2 C, D',
  'E5',
  'E2 B',
  'E11',
  'E3',
  'E10',
  'E4',
  'E1',
  ...experimentIds.filter((id) => ['E6', 'E7', 'E8', 'E13'].includes(id)),
];
