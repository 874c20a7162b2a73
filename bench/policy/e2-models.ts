import {
  cockatielDefault,
  type DelayModel,
  type Delays,
  equalJitter,
  fullJitter,
  noJitter,
  sampleClampedDecorrelated,
} from './world/delays.ts';
import { EventLoop } from './world/event-loop.ts';
import { createNoise, type Noise } from './world/noise.ts';
import { QuotaServer, WindowWatch } from './world/quota-server.ts';

const workers = 10;
const slotsPerWorker = 20;
const baseMs = 500;
const capMs = 30_000;
const serviceMs = 150;
const propagationMs = 20;
/** Workers do not start in the same instant. */
const startSpreadMs = 50;

export interface QuotaCase {
  readonly limit: number;
  readonly perMs: number;
  readonly jobs: number;
}

export interface QuotaOutcome {
  readonly calls: number;
  readonly inWindow: number;
  readonly finishS: number;
}

/** How one call waits after a 429: from its own count of refusals and the hint. */
type Wait = (n: number, hintMs: number, delays: Delays, noise: Noise) => number;

/** Who shares what a refusal taught: nobody, a process, or everybody after the propagation delay. */
type Gate = { readonly shared: 'process' | 'all'; readonly spreadMs: number };

export interface QuotaStrategy {
  readonly id: string;
  readonly label: string;
  readonly delays?: DelayModel;
  readonly wait?: Wait;
  readonly gate?: Gate;
}

const ignoring = (id: string, label: string, delays: DelayModel): QuotaStrategy => ({
  id,
  label: `ignore hint: ${label}`,
  delays,
  wait: (n, _hintMs, next) => next(n),
});

export const quotaStrategies: readonly QuotaStrategy[] = [
  ignoring('ignore-none', 'no jitter', noJitter),
  ignoring('ignore-equal', 'equal', equalJitter),
  ignoring('ignore-full', 'full', fullJitter),
  ignoring('ignore-sample-clamp', 'decorrelated, sample clamp', sampleClampedDecorrelated),
  ignoring('ignore-cockatiel', 'cockatiel default formula', cockatielDefault),
  { id: 'call-exact', label: 'per call, exact hint', wait: (_n, hintMs) => hintMs },
  { id: 'call-min30', label: 'per call, min(hint, 30 s)', wait: (_n, hintMs) => Math.min(hintMs, 30_000) },
  {
    id: 'call-stretch',
    label: 'per call, hint x [1, 1.5]',
    wait: (_n, hintMs, _next, noise) => hintMs * noise.between(1, 1.5),
  },
  {
    id: 'call-cap5',
    label: 'per call, backoff + at most 5 s',
    delays: fullJitter,
    wait: (n, hintMs, next) => Math.max(next(n + 1), Math.min(hintMs, 5000)),
  },
  { id: 'gate-process', label: 'gate per process, all released', gate: { shared: 'process', spreadMs: 0 } },
  { id: 'gate-shared', label: 'gate shared, all released', gate: { shared: 'all', spreadMs: 0 } },
  { id: 'gate-spread', label: 'gate shared, 2 s spread', gate: { shared: 'all', spreadMs: 2000 } },
];

interface Slot {
  readonly worker: number;
  refusals: number;
  delays: Delays;
}

/** Runs one model strategy against the quota server. */
export function runQuotaModel(strategy: QuotaStrategy, setting: QuotaCase, seed: number): QuotaOutcome {
  const loop = new EventLoop();
  const noise = createNoise('e2', seed);
  const server = new QuotaServer(setting.perMs, () => setting.limit);
  const watch = new WindowWatch();
  const until = new Float64Array(workers).fill(Number.NEGATIVE_INFINITY);
  const oneWay = () => noise.between(40, 60);
  const freshDelays = () => (strategy.delays ?? noJitter)(noise, baseMs, capMs);
  let left = setting.jobs;
  let calls = 0;
  let finishedAt = 0;

  /** What a refusal taught reaches the own process at once, and a shared gate, the own worker's view included, a moment later. */
  const teach = (slot: Slot, endsAt: number): void => {
    loop.after(strategy.gate?.shared === 'all' ? propagationMs : 0, () => {
      const [from, to] = strategy.gate?.shared === 'all' ? [0, workers] : [slot.worker, slot.worker + 1];
      for (let worker = from; worker < to; worker += 1) until[worker] = Math.max(until[worker]!, endsAt);
    });
  };
  const take = (slot: Slot): void => {
    if (left === 0) return;
    left -= 1;
    slot.refusals = 0;
    slot.delays = freshDelays();
    admit(slot);
  };
  const admit = (slot: Slot): void => {
    const closedUntil = until[slot.worker]!;
    if (strategy.gate === undefined || loop.now >= closedUntil) send(slot);
    else loop.at(closedUntil + noise.between(0, strategy.gate.spreadMs), () => admit(slot));
  };
  const send = (slot: Slot): void => {
    calls += 1;
    watch.sent(loop.now);
    loop.after(oneWay(), () => {
      const answer = server.answer(loop.now);
      if (answer.ok) loop.after(serviceMs + oneWay(), () => succeed(slot));
      else loop.after(oneWay(), () => refuse(slot, answer.retryAfterSeconds * 1000));
    });
  };
  const succeed = (slot: Slot): void => {
    finishedAt = loop.now;
    take(slot);
  };
  const refuse = (slot: Slot, hintMs: number): void => {
    watch.hint(loop.now + hintMs);
    if (strategy.gate !== undefined) {
      teach(slot, loop.now + hintMs);
      admit(slot);
      return;
    }
    const waitMs = strategy.wait!(slot.refusals, hintMs, slot.delays, noise);
    slot.refusals += 1;
    loop.after(waitMs, () => send(slot));
  };

  for (let worker = 0; worker < workers; worker += 1) {
    for (let index = 0; index < slotsPerWorker; index += 1) {
      loop.at(noise.between(0, startSpreadMs), () => take({ worker, refusals: 0, delays: freshDelays() }));
    }
  }
  loop.run();
  return { calls, inWindow: watch.inWindow, finishS: finishedAt / 1000 };
}
