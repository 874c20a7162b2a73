import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createPolicyEngine, type GatedPolicyEngine } from '../../packages/core/src/policy/engine.ts';
import { mergePolicy } from '../../packages/core/src/policy/merge-policy.ts';
import { createRng } from '../../packages/core/src/random/rng.ts';
import { VirtualClock } from '../../packages/core/src/time/virtual-clock.ts';
import { operation } from './world/engine-world.ts';
import { type Experiment, metric } from './world/result.ts';

const calls = 100_000;
const batch = 1000;
/** Every tenth call is aborted: half of them at the gate, half of them in flight. */
const abortEvery = 10;
const warmUp = 5000;

/** E11: nothing stays behind on a signal that outlives the calls. */
export async function leaks(): Promise<Experiment> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const clock = new VirtualClock();
  using _timers = clock.install();
  let records = 0;
  const engine = createPolicyEngine({
    config: () =>
      mergePolicy({ concurrency: { max: batch / 2, maxPending: 10_000 }, breaker: { ramp: { start: batch / 2 } } }),
    clock,
    rng: createRng(1),
    run: 'bench',
    sink: () => {
      records += 1;
    },
  });
  const shared = new AbortController();
  const heapAt = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  await many(engine, clock, shared.signal, warmUp);
  const before = heapAt();
  const aborted = await many(engine, clock, shared.signal, calls);
  const growthMb = (heapAt() - before) / 2 ** 20;
  const listeners = getEventListeners(shared.signal, 'abort').length;
  return {
    id: 'E11',
    title: 'Leaks',
    setting: `${calls} calls of ${batch} operation keys on one signal, ${aborted} of them aborted, ${records} log records.`,
    rows: [
      {
        id: 'e11.ours',
        label: 'ours',
        ours: true,
        metrics: [
          metric('listeners', 'listeners', [listeners], { atMost: 0 }),
          metric('timers', 'timers', [clock.pending], { atMost: 0 }),
          metric('queued', 'calls', [engine.waiting], { atMost: 0 }),
          metric('aborted', 'calls', [aborted], { atLeast: calls / abortEvery }),
          metric('heap', 'MiB', [Math.max(0, growthMb)], { atMost: 5 }),
        ],
      },
    ],
  };
}

/** Runs calls in batches; half a batch is in flight while the other half waits. */
async function many(
  engine: GatedPolicyEngine,
  clock: VirtualClock,
  shared: AbortSignal,
  total: number,
): Promise<number> {
  let aborted = 0;
  for (let start = 0; start < total; start += batch) {
    const stops: AbortController[] = [];
    const running = Array.from({ length: batch }, (_, index) => {
      const stop = index % abortEvery === 0 ? new AbortController() : undefined;
      if (stop !== undefined) stops.push(stop);
      const signal = stop === undefined ? shared : AbortSignal.any([shared, stop.signal]);
      return engine.run(
        operation(`call/${index}`),
        async (attempt) => {
          await clock.sleepUntil(clock.mono() + 5, attempt.signal);
          attempt.observe({ status: 200, headers: {}, receivedAt: clock.mono() });
        },
        { signal },
      );
    });
    const settled = Promise.allSettled(running);
    await clock.advance(1);
    for (const stop of stops) stop.abort();
    const results = await clock.run(settled);
    aborted += results.filter(({ status }) => status === 'rejected').length;
  }
  return aborted;
}
