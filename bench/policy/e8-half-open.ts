import type { Answer, AttemptContext } from '../../packages/core/src/contracts/policy.ts';
import { createWorld, exchange, joinHashes, never, operation, settle, type World } from './world/engine-world.ts';
import { WindowWatch } from './world/quota-server.ts';
import { replayAll } from './world/replays.ts';
import { type Experiment, metric, type Row, seeds } from './world/result.ts';

const waiters = 500;
const leaseMs = 35_000;
const openBaseMs = 2000;
const openMaxMs = 120_000;

/** The longest first opening without a hint: base plus the whole of its jitter range. */
const longestOpeningMs = openBaseMs + Math.min(openMaxMs, openBaseMs * 2);

interface Outcome {
  readonly world: World;
  readonly value: number;
}

const one = (answer: Answer) => async (attempt: AttemptContext) => settle(attempt, answer);

/** 500 calls wait at a blocked gate; the value is how far any round exceeds 1, 2, 4, 8, ... in flight. */
async function crowd(seed: number): Promise<Outcome> {
  const world = createWorld({ seed, override: { concurrency: { max: 1000, maxPending: 10_000 } } });
  const { clock, engine } = world;
  let closedUntil = 0;
  let inFlight = 0;
  const rounds = new Map<number, number>();
  const calls = Array.from({ length: waiters }, (_, waiter) =>
    engine.run(
      operation(`waiter/${waiter}`),
      async (attempt) => {
        inFlight += 1;
        if (closedUntil > 0) rounds.set(clock.mono(), Math.max(rounds.get(clock.mono()) ?? 0, inFlight));
        const reply = (now: number) =>
          now >= closedUntil && closedUntil > 0 ? { status: 200 } : { status: 429, headers: { 'retry-after': '1' } };
        const answer = await exchange(clock, () => 50, reply);
        inFlight -= 1;
        if (answer.status === 429) closedUntil = answer.receivedAt;
        settle(attempt, answer);
      },
      { signal: never },
    ),
  );
  await clock.run(Promise.all(calls));
  const excess = [...rounds.values()].map((most, round) => most - 2 ** round);
  return { world, value: Math.max(...excess) };
}

/** The first probe never answers; the value is how long it takes until the next is sent. */
async function hungProbe(seed: number): Promise<Outcome> {
  const world = createWorld({ seed });
  const { clock, engine } = world;
  using _timers = clock.install();
  const sends: number[] = [];
  const stop = new AbortController();
  const fn = async (attempt: AttemptContext) => {
    sends.push(clock.mono());
    if (sends.length === 1) settle(attempt, { status: 429, headers: { 'retry-after': '1' }, receivedAt: clock.mono() });
    if (sends.length === 2) await new Promise((_, reject) => attempt.signal.addEventListener('abort', reject));
    settle(attempt, { status: 200, headers: {}, receivedAt: clock.mono() });
  };
  const first = engine.run(operation('hung'), fn, { signal: stop.signal });
  await clock.advance(500);
  const second = engine.run(operation('next'), fn, { signal: never });
  await clock.run(second);
  stop.abort();
  await Promise.allSettled([first]);
  return { world, value: sends[2]! - sends[1]! };
}

/** A failure of a call from before the block arrives after it; the value counts state changes it caused. */
async function staleFailure(seed: number): Promise<Outcome> {
  const world = createWorld({
    seed,
    override: { breaker: { kind: 'consecutive', threshold: 1 }, retry: { maxAttempts: 1 } },
  });
  const { clock, engine } = world;
  const at = (ms: number) => clock.sleepUntil(ms);
  const slow = engine.run(
    operation('slow'),
    async (attempt) => {
      await at(3000);
      settle(attempt, { status: 500, headers: {}, receivedAt: clock.mono() });
    },
    { signal: never },
  );
  let throttled = false;
  const quick = engine.run(
    operation('quick'),
    async (attempt) => {
      const answer = throttled ? { status: 200, headers: {} } : { status: 429, headers: { 'retry-after': '1' } };
      throttled = true;
      settle(attempt, { ...answer, receivedAt: clock.mono() });
    },
    { signal: never },
  );
  await clock.run(quick);
  const before = engine.views().map((view) => view.generation);
  await clock.run(Promise.allSettled([slow]));
  const after = engine.views().map((view) => view.generation);
  return { world, value: after.reduce((sum, generation, index) => sum + generation - (before[index] ?? 0), 0) };
}

/** A longer hint arrives while the gate is blocked; the value counts sends before it ends. */
async function lateHint(seed: number): Promise<Outcome> {
  const world = createWorld({ seed });
  const { clock, engine } = world;
  const watch = new WindowWatch();
  const refuse = (seconds: number, afterMs: number) => {
    let refused = false;
    return async (attempt: AttemptContext) => {
      watch.sent(clock.mono());
      if (refused) return settle(attempt, { status: 200, headers: {}, receivedAt: clock.mono() });
      refused = true;
      await clock.sleepUntil(clock.mono() + afterMs);
      watch.hint(clock.mono() + seconds * 1000);
      return settle(attempt, { status: 429, headers: { 'retry-after': String(seconds) }, receivedAt: clock.mono() });
    };
  };
  const calls = [refuse(1, 50), refuse(5, 800)].map((fn, index) =>
    engine.run(operation(`call/${index}`), fn, { signal: never }),
  );
  await clock.run(Promise.all(calls));
  return { world, value: watch.inWindow };
}

/** A caller that waits at the gate stops; the value is how long its call takes to settle. */
async function abortedWaiter(seed: number): Promise<Outcome> {
  const world = createWorld({ seed });
  const { clock, engine } = world;
  const refusal = { status: 429, headers: { 'retry-after': '60' }, receivedAt: 0 };
  const stops = [new AbortController(), new AbortController()];
  const calls = stops.map((stop, index) =>
    engine.run(operation(`call/${index}`), one(refusal), { signal: stop.signal }),
  );
  let settledAt = Number.POSITIVE_INFINITY;
  const done = Promise.allSettled(calls).then(() => {
    settledAt = clock.mono();
  });
  await clock.advance(1000);
  for (const stop of stops) stop.abort();
  await clock.settle();
  const tookMs = settledAt - 1000;
  await clock.advance(120_000);
  await done;
  return { world, value: Math.max(tookMs, clock.pending, engine.waiting) };
}

const scenes = [
  { id: 'crowd', label: `${waiters} waiters: above 1, 2, 4, 8, ... in flight`, run: crowd, unit: 'sends', atMost: 0 },
  {
    id: 'hung-probe',
    label: 'hung probe: wait for the next probe',
    run: hungProbe,
    unit: 'ms',
    atMost: leaseMs + longestOpeningMs,
  },
  { id: 'stale-failure', label: 'stale failure: state changes', run: staleFailure, unit: 'changes', atMost: 0 },
  { id: 'late-hint', label: 'late longer hint: sends before it ends', run: lateHint, unit: 'sends', atMost: 0 },
  { id: 'abort', label: 'aborted waiter: time to settle', run: abortedWaiter, unit: 'ms', atMost: 0 },
];

/** E8: what happens around the probes. */
export async function halfOpen(): Promise<Experiment> {
  const rows: Row[] = [];
  const worlds: World[] = [];
  for (const { id, label, run, unit, atMost } of scenes) {
    const runs: Outcome[] = [];
    for (const seed of seeds) runs.push(await run(seed));
    const values = runs.map((outcome) => outcome.value);
    rows.push({
      id: `e8.${id}`,
      label: `ours: ${label}`,
      ours: true,
      metrics: [metric('worst', unit, values, { atMost }, { everySeed: true })],
      log: joinHashes(runs.map(({ world }) => world.logHash())),
    });
    worlds.push(...runs.map(({ world }) => world));
  }
  return {
    id: 'E8',
    title: 'Half-open',
    setting: `Lease ${leaseMs} ms, first opening at most ${longestOpeningMs} ms, one probe, ramp from 2.`,
    rows,
    replays: await replayAll(worlds),
  };
}
