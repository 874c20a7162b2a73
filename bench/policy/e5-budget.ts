import type { DelayModel } from './world/delays.ts';
import { fullJitter } from './world/delays.ts';
import { createWorld, exchange, joinHashes, never, operation, settle, type World } from './world/engine-world.ts';
import { EventLoop } from './world/event-loop.ts';
import { createNoise } from './world/noise.ts';
import { type Conclusion, conclude, joinReplays } from './world/replays.ts';
import { type Experiment, metric, type Replays, type Row, seeds } from './world/result.ts';

const maxAttempts = 4;
const windowMs = 10_000;
const latencyMs = 20;
const curve = { baseMs: 100, maxMs: 1000 };
const delays: DelayModel = fullJitter;

interface Load {
  readonly perSec: number;
  readonly calls: number;
  readonly failure: number;
}

interface Outcome {
  /** Sends per first send, once the first window has passed. */
  readonly amplification: number;
  readonly delivered: number;
}

type Allow = (firsts: number, retries: number) => boolean;

const models: readonly { id: string; label: string; allow: Allow; published: readonly [number, number] }[] = [
  { id: 'none', label: 'no budget', allow: () => true, published: [2.98, 4] },
  {
    id: 'ratio',
    label: '10 % ratio alone',
    allow: (firsts, retries) => retries + 1 <= 0.1 * firsts,
    published: [1.1, 1.1],
  },
  {
    id: 'ratio-floor',
    label: '20 % ratio + 10/s',
    allow: (firsts, retries) => retries + 1 <= 0.2 * firsts + (10 * windowMs) / 1000,
    published: [1.3, 1.3],
  },
];

/** Counts what happened within the last window. */
class Recent {
  readonly #instants: number[] = [];
  #first = 0;

  add(now: number): void {
    this.#instants.push(now);
  }

  count(now: number): number {
    while (this.#first < this.#instants.length && this.#instants[this.#first]! <= now - windowMs) this.#first += 1;
    return this.#instants.length - this.#first;
  }
}

function runModel(allow: Allow, load: Load, seed: number): Outcome {
  const loop = new EventLoop();
  const noise = createNoise('e5', seed);
  const firsts = new Recent();
  const retries = new Recent();
  const tally = new Tally();
  for (let call = 0; call < load.calls; call += 1) {
    const next = delays(noise, curve.baseMs, curve.maxMs);
    const send = (attempt: number): void => {
      tally.sent(loop.now, attempt);
      if (attempt === 0) firsts.add(loop.now);
      loop.after(latencyMs, () => {
        if (noise.uniform() >= load.failure) tally.delivered += 1;
        else if (attempt + 1 < maxAttempts && allow(firsts.count(loop.now), retries.count(loop.now))) {
          retries.add(loop.now);
          loop.after(next(attempt), () => send(attempt + 1));
        }
      });
    };
    loop.at((call * 1000) / load.perSec, () => send(0));
  }
  loop.run();
  return tally.outcome(load.calls);
}

async function runEngine(load: Load, seed: number): Promise<Outcome & { readonly world: World }> {
  const world = createWorld({
    seed,
    override: {
      retry: { maxAttempts, ...curve },
      // A gate that never trips and starts wide open, so that the budget alone stands between callers and server.
      breaker: { kind: 'consecutive', threshold: Number.MAX_SAFE_INTEGER, ramp: { start: 200 } },
      concurrency: { max: 200, maxPending: 10_000 },
    },
  });
  const { clock, engine } = world;
  const noise = createNoise('e5', seed);
  const tally = new Tally();
  const failed = { status: 500 };
  const fine = { status: 200 };
  const calls = Array.from({ length: load.calls }, async (_, call) => {
    await clock.sleepUntil(Math.floor((call * 1000) / load.perSec));
    try {
      await engine.run(
        operation(`call/${call}`),
        async (attempt) => {
          tally.sent(clock.mono(), attempt.attempt);
          const reply = () => (noise.uniform() < load.failure ? failed : fine);
          settle(attempt, await exchange(clock, () => latencyMs / 2, reply));
        },
        { signal: never },
      );
      tally.delivered += 1;
    } catch {
      // Giving up is what a budget is for; the tally counts what was delivered.
    }
  });
  await clock.run(Promise.all(calls));
  return { ...tally.outcome(load.calls), world };
}

class Tally {
  delivered = 0;
  #firsts = 0;
  #sends = 0;

  sent(now: number, attempt: number): void {
    if (now < windowMs) return;
    this.#sends += 1;
    if (attempt === 0) this.#firsts += 1;
  }

  outcome(calls: number): Outcome {
    return { amplification: this.#sends / this.#firsts, delivered: this.delivered / calls };
  }
}

/** E5: how much more a failing server is asked than callers want of it. */
export async function retryBudget(): Promise<Experiment> {
  const rows: Row[] = [];
  const replays: Replays[] = [];
  const busy = { perSec: 100, calls: 2000 };
  for (const { id, label, allow, published } of models) {
    const metrics = [0.8, 1].map((failure, index) => {
      const runs = seeds.map((seed) => runModel(allow, { ...busy, failure }, seed));
      const about = published[index]!;
      return metric(
        `amplification-${failure * 100}`,
        'sends/call',
        runs.map((run) => run.amplification),
        { about },
      );
    });
    rows.push({ id: `e5.${id}`, label: `${label}, 100 calls/s`, ours: false, metrics });
  }
  const loads = [
    { name: 'busy-80', text: '100 calls/s, 80 % fail', load: { ...busy, failure: 0.8 }, atMost: 1.12 },
    { name: 'busy-100', text: '100 calls/s, all fail', load: { ...busy, failure: 1 }, atMost: 1.12 },
    { name: 'quiet-100', text: '1 call/s, all fail', load: { perSec: 1, calls: 200, failure: 1 }, atMost: 2.11 },
    { name: 'busy-10', text: '100 calls/s, 10 % fail', load: { ...busy, failure: 0.1 }, atMost: 1.12 },
  ];
  for (const { name, text, load, atMost } of loads) {
    const runs: (Outcome & Conclusion)[] = [];
    for (const seed of seeds) {
      const outcome = await runEngine(load, seed);
      runs.push({ ...outcome, ...(await conclude(outcome.world)) });
    }
    const metrics = [
      metric(
        'amplification',
        'sends/call',
        runs.map((run) => run.amplification),
        { atMost },
      ),
    ];
    const rate = runs.map((run) => run.delivered);
    if (load.failure === 0.1) metrics.push(metric('success', 'share', rate, { atLeast: 0.98 }));
    const log = joinHashes(runs.map((run) => run.log));
    rows.push({ id: `e5.ours-${name}`, label: `ours: ${text}`, ours: true, metrics, log });
    replays.push(...runs.map((run) => run.replays));
  }
  return {
    id: 'E5',
    title: 'Retry budget',
    setting:
      '4 attempts, budget window 10 s; ours 10 % + 1/s; amplification counts sends per first send after the first window.',
    rows,
    replays: joinReplays(replays),
  };
}
