import type { PolicyOverride } from '../../packages/core/src/contracts/policy.ts';
import { createWorld, exchange, never, operation, settle, type World } from './world/engine-world.ts';
import { createNoise } from './world/noise.ts';
import { QuotaServer, WindowWatch } from './world/quota-server.ts';

const serviceMs = 150;
/** 10 workers with 20 slots each, behind one gate. */
const slots = 200;

export interface EngineQuotaCase {
  readonly perMs: number;
  readonly limitAt: (window: number) => number;
  /** Instants at which jobs arrive, ascending. Units: ms. */
  readonly arrivals: readonly number[];
}

export interface EngineQuotaOutcome {
  readonly world: World;
  readonly calls: number;
  readonly inWindow: number;
  readonly refused: number;
  readonly finishS: number;
  /** From arrival to answer, by job. Units: ms. */
  readonly latencies: readonly number[];
}

/** The rows of the tables; the propagation delay of the models does not exist inside one process. */
export const variants = {
  probe: { learnQuota: false, reserve: false },
  learned: { learnQuota: true, reserve: false },
  reserved: { learnQuota: true, reserve: true },
} as const;

export type Variant = keyof typeof variants;

/** Policy of E2: spread off, no backoff of its own for a throttled call, everything else as shipped. */
function policyOf(variant: Variant): PolicyOverride {
  return {
    breaker: variants[variant],
    concurrency: { max: slots, maxPending: 10_000 },
    retry: { throttleBackoff: 'off', maxThrottles: 1000 },
    retryAfter: { spread: { ratio: 0 } },
  };
}

/** Runs the engine against the quota server; only the `reserved` variant is told what is left. */
export async function runQuotaEngine(
  variant: Variant,
  setting: EngineQuotaCase,
  seed: number,
): Promise<EngineQuotaOutcome> {
  const world = createWorld({ seed, override: policyOf(variant) });
  const { clock, engine } = world;
  const noise = createNoise('e2', seed);
  const oneWay = () => Math.round(noise.between(40, 60));
  const server = new QuotaServer(setting.perMs, setting.limitAt);
  const watch = new WindowWatch();
  let calls = 0;
  const latencies: number[] = [];
  let finishedAt = 0;

  const reply = (now: number) => {
    const answer = server.answer(now);
    const headers: Record<string, string> = {};
    const seconds = Math.ceil((setting.perMs - (now % setting.perMs)) / 1000);
    if (variant === 'reserved') headers.ratelimit = `"quota";r=${server.left(now)};t=${seconds}`;
    if (answer.ok) return { status: 200, headers, serviceMs };
    return { status: 429, headers: { ...headers, 'retry-after': String(answer.retryAfterSeconds) } };
  };
  const job = async (index: number, arrivedAt: number): Promise<void> => {
    await engine.run(
      operation(`job/${index}`),
      async (attempt) => {
        calls += 1;
        watch.sent(clock.mono());
        const answer = await exchange(clock, oneWay, reply);
        const hint = answer.headers['retry-after'];
        if (hint !== undefined) watch.hint(answer.receivedAt + Number(hint) * 1000);
        settle(attempt, answer);
      },
      { signal: never },
    );
    finishedAt = clock.mono();
    latencies[index] = finishedAt - arrivedAt;
  };
  const jobs = setting.arrivals.map(async (arrivesAt, index) => {
    await clock.sleepUntil(arrivesAt);
    await job(index, arrivesAt);
  });
  await clock.run(Promise.all(jobs));
  return {
    ...{ world, calls, inWindow: watch.inWindow, refused: server.refused },
    ...{ finishS: finishedAt / 1000, latencies },
  };
}
