import assert from 'node:assert/strict';
import type { Theme } from '../check.ts';
import type { ConnectorKit } from '../connector-kit.ts';
import { createFaultPlan } from '../fault-plan.ts';
import { runFaultPlan } from '../run-fault-plan.ts';

/** Seeds of the plans tried in every conformance run, and where it is not to be thorough; `npm run soak:faults` tries more. */
const plans = Array.from({ length: 25 }, (_, index) => index + 1);
/** Two days on which most kinds of faults happen, and the first that finds every broken connector of the kit's own tests. */
const fewPlans = [3, 8, 12];

export const faultPlansTheme: Theme<ConnectorKit> = (kit) => [
  {
    id: 'faults/plans',
    title: 'after any bad day the lake is a quiet day’s, byte for byte, or the run says what is missing',
    run: async () => {
      for (const seed of kit.thorough ? plans : fewPlans) {
        const { wrong, silent, unfinished } = await runFaultPlan(kit, createFaultPlan(seed));
        const seen = { wrong, silent, unfinished };
        assert.deepEqual(seen, { wrong: [], silent: [], unfinished: undefined }, `fault plan ${seed}`);
      }
    },
  },
];
