import fc from 'fast-check';
import type { Answer, AttemptContext, Decision } from '../../packages/core/src/contracts/policy.ts';
import { createPolicyEngine } from '../../packages/core/src/policy/engine.ts';
import { mergePolicy } from '../../packages/core/src/policy/merge-policy.ts';
import { createRng, type Rng } from '../../packages/core/src/random/rng.ts';
import { VirtualClock } from '../../packages/core/src/time/virtual-clock.ts';
import { runQuotaEngine } from './e2-engine.ts';
import { logHash, never, operation, settle } from './world/engine-world.ts';
import { WindowWatch } from './world/quota-server.ts';
import { type Experiment, metric, type Replays, type Row, seeds } from './world/result.ts';

const schedules = 1000;
const contendedSchedules = 200;
const scopes = 6;
const callers = 12;
const seed = 20_260_301;

interface Interleaved {
  readonly records: readonly Decision[];
  readonly draws: ReadonlyMap<string, number>;
  readonly inWindow: number;
  readonly delivered: number;
}

/** Answers the n-th send of a call: a throttle, a failure, then success. */
function scripted(n: number): { status: number; headers: Record<string, string> } {
  if (n === 0) return { status: 429, headers: { 'retry-after': '1' } };
  return n === 1 ? { status: 500, headers: {} } : { status: 200, headers: {} };
}

/** Runs calls whose answers arrive in an order the scheduler chooses; `dspOf` says who shares a scope. */
async function interleave(
  scheduler: fc.Scheduler,
  calls: number,
  dspOf: (call: number) => string,
): Promise<Interleaved> {
  const clock = new VirtualClock();
  const records: Decision[] = [];
  const draws = new Map<string, number>();
  const source = createRng(1);
  const rng: Rng = {
    seed: source.seed,
    uniform(draw) {
      const u = source.uniform(draw);
      draws.set([draw.scope, draw.callId, draw.attempt, draw.purpose].join(' '), u);
      return u;
    },
  };
  const engine = createPolicyEngine({
    config: () => mergePolicy({ budget: { floorPerSec: 100 } }),
    clock,
    rng,
    run: 'bench',
    sink: (record) => records.push(record),
  });
  const watches = new Map<string, WindowWatch>();
  let delivered = 0;
  const running = Array.from({ length: calls }, async (_, call) => {
    const dsp = dspOf(call);
    const watch = watches.get(dsp) ?? new WindowWatch();
    watches.set(dsp, watch);
    let sends = 0;
    const fn = async (attempt: AttemptContext): Promise<Answer> => {
      watch.sent(clock.mono());
      const { status, headers } = scripted(sends);
      sends += 1;
      await clock.sleepUntil(clock.mono() + 50);
      await scheduler.schedule(Promise.resolve());
      if (status === 429) watch.hint(clock.mono() + 1000);
      return settle(attempt, { status, headers, receivedAt: clock.mono() });
    };
    await engine.run(operation(`call/${call}`, { dsp }), fn, { signal: never });
    delivered += 1;
  });
  const done = Promise.all(running);
  const state: { settled: boolean } = { settled: false };
  const mark = () => {
    state.settled = true;
  };
  done.then(mark, mark);
  for (;;) {
    await clock.settle();
    if (state.settled) break;
    // All that falls due at one instant competes for its place in the order.
    if (clock.step(clock.mono())) continue;
    if (scheduler.count() > 0) await scheduler.waitOne();
    else if (!clock.step()) break;
  }
  await done;
  const inWindow = [...watches.values()].reduce((sum, watch) => sum + watch.inWindow, 0);
  return { records, draws, inWindow, delivered };
}

/** The log in an order that does not depend on the schedule: by instant, by call or scope, then as each of them had it. */
function canonical(records: readonly Decision[]): string {
  const owner = (record: Decision) => `${record.call ?? record.scope ?? record.dsp ?? ''}`;
  const entries = records.map(({ seq: _seq, ...record }, index) => ({ record, index }));
  entries.sort((a, b) => {
    const gap = Number(a.record.t) - Number(b.record.t);
    if (gap !== 0) return gap;
    const [left, right] = [owner(a.record), owner(b.record)];
    return left < right ? -1 : left > right ? 1 : a.index - b.index;
  });
  return logHash(entries.map(({ record }) => record));
}

async function everySchedule(runs: number, property: (scheduler: fc.Scheduler) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(fc.scheduler(), property), { seed, numRuns: runs });
}

/** E10: the same inputs give the same log, whatever the order of unrelated events; `replays` are those of every other run. */
export async function determinism(): Promise<Experiment> {
  const rows: Row[] = [];
  const small = { perMs: 10_000, limitAt: () => 100, arrivals: Array.from({ length: 300 }, () => 0) };
  const pairs: boolean[] = [];
  for (const each of seeds) {
    const [once, again] = [await runQuotaEngine('learned', small, each), await runQuotaEngine('learned', small, each)];
    pairs.push(once.world.logHash() === again.world.logHash());
  }
  const share = (name: string, truth: readonly boolean[]) =>
    metric(name, 'share', [truth.filter(Boolean).length / truth.length], { atLeast: 1 });
  rows.push({
    id: 'e10.same-seed',
    label: 'ours: (a) same seed, same schedule',
    ours: true,
    metrics: [share('identical', pairs)],
  });

  const hashes: string[] = [];
  const orders = new Set<string>();
  await everySchedule(schedules, async (scheduler) => {
    const { records } = await interleave(scheduler, scopes, (call) => `dsp${call}`);
    hashes.push(canonical(records));
    orders.add(logHash(records));
  });
  rows.push({
    id: 'e10.independent',
    label: `ours: (b) ${schedules} interleavings of ${scopes} independent scopes`,
    ours: true,
    metrics: [
      share(
        'identical',
        hashes.map((hash) => hash === hashes[0]),
      ), // Were the orders all alike, their sorted logs would prove nothing.
      metric('distinct-orders', 'orders', [orders.size], { atLeast: schedules / 4 }),
    ],
    log: hashes[0]!,
  });

  const contended: Interleaved[] = [];
  await everySchedule(contendedSchedules, async (scheduler) => {
    contended.push(await interleave(scheduler, callers, () => 'dsp'));
  });
  const known = new Map<string, number>();
  const sameDraws = contended.map(({ draws }) =>
    [...draws].every(([key, u]) => {
      const first = known.get(key) ?? u;
      known.set(key, first);
      return first === u;
    }),
  );
  rows.push({
    id: 'e10.contended',
    label: `ours: (c) ${contendedSchedules} interleavings of ${callers} calls on one scope`,
    ours: true,
    metrics: [
      share('same-draws', sameDraws),
      metric(
        'in-window',
        'sends',
        contended.map((run) => run.inWindow),
        { atMost: 0 },
        { everySeed: true },
      ),
      metric('above-limit', 'sends', contended.map(aboveLimit), { atMost: 0 }, { everySeed: true }),
      metric(
        'delivered',
        'calls',
        contended.map((run) => run.delivered),
        { atLeast: callers },
        { everySeed: true },
      ),
    ],
  });
  return {
    id: 'E10',
    title: 'Determinism',
    setting: `Interleavings by fast-check's scheduler, seed ${seed}; logs compared as SHA-256 after sorting by instant, call and its own order.`,
    rows,
  };
}

function aboveLimit({ records }: Interleaved): number {
  const admits = records.filter((record) => record.k === 'admit');
  return Math.max(...admits.map((record) => Number(record.inFlight) - Math.max(1, Number(record.limit))));
}

/** (d): every decision log of the other experiments, replayed. */
export function replayRow(replays: Replays): Row {
  return {
    id: 'e10.replay',
    label: `ours: (d) ${replays.runs} logs of E2-E13 replayed`,
    ours: true,
    metrics: [metric('identical', 'share', [replays.identical / Math.max(1, replays.runs)], { atLeast: 1 })],
  };
}
