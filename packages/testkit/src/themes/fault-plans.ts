import type { Theme } from '../check.ts';
import type { ConnectorKit } from '../connector-kit.ts';
import { createFaultPlan, faultsOf } from '../fault-plan.ts';

/** Plans tried in every conformance run; `npm run soak:faults` tries more. */
const plans = 25;

export const faultPlansTheme: Theme<ConnectorKit> = (kit) => [
  {
    id: 'faults/plans',
    title: 'after any bad day the lake is a quiet day’s, byte for byte, or the run says what is missing',
    run: async () => {
      for (let seed = 1; seed <= plans; seed += 1) {
        await kit.inWorld(async (world) => {
          for (const [at, fault] of faultsOf(createFaultPlan(seed), world.upstream)) world.wire.faults.add(at, fault);
          const report = await world.run();
          await kit.honest(world, report, `fault plan ${seed}`);
          await kit.converges(world, `fault plan ${seed}`);
        });
      }
    },
  },
];
