import type { ConnectorKit } from './connector-kit.ts';
import { type FaultPlan, faultsOf } from './fault-plan.ts';
import { judgeHonesty } from './world/honesty.ts';
import type { Lake } from './world/lake.ts';
import type { RunReport } from './world/world.ts';

/** What a bad day did. Units: `virtualMs` of the first run. */
export interface FaultPlanResult {
  readonly seed: FaultPlan['seed'];
  /** Reports whose committed rows were ever others than a quiet day's. */
  readonly wrong: readonly string[];
  /** Reports that were missing after the bad day without a word. */
  readonly silent: readonly string[];
  /** Reports that were missing after the bad day, and the run said so. */
  readonly told: readonly string[];
  /** Why the quiet days after it did not make up for everything; absent when they did. */
  readonly unfinished?: string;
  /** Rows of the lake in the end, less those of a quiet day. */
  readonly lostRows: number;
  readonly doubledRows: number;
  readonly requests: number;
  /** Requests that were sent again for the same path. */
  readonly repeated: number;
  readonly virtualMs: number;
}

function rowsBeyond(one: Lake, other: Lake): number {
  return [...one].reduce((sum, [id, { manifest }]) => {
    const rows = other.get(id)?.manifest.counts.accepted ?? 0;
    return sum + Math.max(0, manifest.counts.accepted - rows);
  }, 0);
}

function repeatedOf({ requests }: RunReport): number {
  const paths = new Set(requests.map(({ method, origin, path }) => `${method} ${origin}${path.split('?')[0]}`));
  return requests.length - paths.size;
}

/** Lives through one bad day and the quiet ones after it; counts instead of throwing. */
export async function runFaultPlan(kit: ConnectorKit, plan: FaultPlan): Promise<FaultPlanResult> {
  const { lake: quiet, report: usual } = await kit.quiet();
  return kit.inWorld(async (world) => {
    for (const [at, fault] of faultsOf(plan, world.upstream)) world.wire.faults.add(at, fault);
    const report = await world.run();
    const { wrong, silent, told } = judgeHonesty(quiet, await world.lake(), report.summary);
    const unfinished = await kit.converges(world, `fault plan ${plan.seed}`).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const lake = await world.lake();
    return {
      ...{ seed: plan.seed, wrong, silent, told },
      ...(unfinished === undefined ? {} : { unfinished }),
      ...{ lostRows: rowsBeyond(quiet, lake), doubledRows: rowsBeyond(lake, quiet) },
      requests: report.requests.length,
      repeated: Math.max(0, repeatedOf(report) - repeatedOf(usual)),
      virtualMs: report.virtualMs,
    };
  });
}
