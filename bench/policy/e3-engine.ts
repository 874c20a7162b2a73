import { VirtualClock } from '../../packages/core/src/time/virtual-clock.ts';
import { arrivalMs, outageJobs } from './e3-models.ts';
import { createWorld, exchange, never, operation, settle, type World } from './world/engine-world.ts';
import { createNoise } from './world/noise.ts';
import { type OutageOutcome, OutageServer, outageOutcome } from './world/outage-server.ts';

const base = { baseMs: 500, maxMs: 30_000 };

/** Runs the engine through the outage, as one process or as several that know nothing of each other. */
export async function runOutageEngine(
  gates: number,
  seed: number,
): Promise<OutageOutcome & { readonly worlds: readonly World[] }> {
  const clock = new VirtualClock();
  const noise = createNoise('e3', seed);
  const oneWay = () => Math.round(noise.between(40, 60));
  const server = new OutageServer();
  const worlds = Array.from({ length: gates }, (_, gate) =>
    createWorld({
      clock,
      seed: gates === 1 ? seed : `${seed}/${gate}`,
      override: {
        retry: { ...base, throttleBackoff: 'off', maxThrottles: 1000 },
        breaker: { openBaseMs: 500, openMaxMs: 10_000 },
        concurrency: { max: 200 / gates, maxPending: 10_000 },
      },
    }),
  );
  const sends: number[] = [];
  const finishes: number[] = [];
  const reply = (now: number) =>
    server.enter(now) ? { status: 200, serviceMs: server.serviceMs, leave: () => server.leave() } : { status: 503 };
  const jobs = Array.from({ length: outageJobs }, async (_, job) => {
    await clock.sleepUntil(Math.round(noise.between(0, arrivalMs)));
    const { engine } = worlds[job % gates]!;
    await engine.run(
      operation(`job/${job}`),
      async (attempt) => {
        sends.push(clock.mono());
        settle(attempt, await exchange(clock, oneWay, reply));
      },
      { signal: never },
    );
    finishes.push(clock.mono());
  });
  await clock.run(Promise.all(jobs));
  return { ...outageOutcome(server.outageMs, sends, finishes), worlds };
}
