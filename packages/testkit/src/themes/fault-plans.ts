import assert from 'node:assert/strict';
import type { Theme } from '../check.ts';
import type { ConnectorKit } from '../connector-kit.ts';
import { createFaultPlan } from '../fault-plan.ts';
import { runFaultPlan } from '../run-fault-plan.ts';

/** Plans tried in every conformance run, and of those where it is not to be thorough; `npm run soak:faults` tries more. */
const plans = 25;
/** The fewest that find every broken connector of the kit's own tests. */
const fewPlans = 12;

export const faultPlansTheme: Theme<ConnectorKit> = (kit) => [
  {
    id: 'faults/plans',
    title: 'after any bad day the lake is a quiet day’s, byte for byte, or the run says what is missing',
    run: async () => {
      for (let seed = 1; seed <= (kit.thorough ? plans : fewPlans); seed += 1) {
        const { wrong, silent, unfinished } = await runFaultPlan(kit, createFaultPlan(seed));
        const seen = { wrong, silent, unfinished };
        assert.deepEqual(seen, { wrong: [], silent: [], unfinished: undefined }, `fault plan ${seed}`);
      }
    },
  },
];
