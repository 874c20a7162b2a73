import type { BackoffKind } from '../../packages/core/src/contracts/policy.ts';
import { backoffMs } from '../../packages/core/src/policy/backoff.ts';
import { createRng } from '../../packages/core/src/random/rng.ts';
import { cockatielDefault, type DelayModel, sampleClampedDecorrelated } from './world/delays.ts';
import { createNoise } from './world/noise.ts';
import { type Experiment, type Metric, metric, type Row, seeds } from './world/result.ts';

const baseMs = 1000;
const capMs = 30_000;
const draws = 10_000;
/** The tenth delay of a call. */
const retries = 10;

/** Where a sample of delays lies: share exactly at the cap, and largest share of any 100 ms, in per mille. */
export function clumping(delays: readonly number[]): { atCap: number; peak: number } {
  const bins = new Map<number, number>();
  let atCap = 0;
  for (const delay of delays) {
    if (delay >= capMs) atCap += 1;
    const bin = Math.floor(delay / 100);
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  const perMille = 1000 / delays.length;
  return { atCap: atCap * perMille, peak: Math.max(...bins.values()) * perMille };
}

/** Draws the tenth delay of many calls of a model. */
export function modelDraws(model: DelayModel, seed: number): number[] {
  const noise = createNoise('e4', seed);
  return Array.from({ length: draws }, () => {
    const next = model(noise, baseMs, capMs);
    let delay = 0;
    for (let n = 0; n < retries; n += 1) delay = next(n);
    return delay;
  });
}

/** Draws the tenth delay of many calls from the engine's own curve and random source. */
export function engineDraws(kind: BackoffKind, seed: number): number[] {
  const rng = createRng(seed);
  const curve = { kind, baseMs, maxMs: capMs };
  return Array.from({ length: draws }, (_, call) => {
    let delay = baseMs;
    // Only decorrelated remembers the delay before; the others need their tenth draw alone.
    for (let n = kind === 'decorrelated' ? 0 : retries - 1; n < retries; n += 1) {
      const u = rng.uniform({ scope: 'e4', callId: `c${call}`, attempt: n, purpose: 'backoff' });
      delay = backoffMs(curve, n, u, delay);
    }
    return delay;
  });
}

/** E4: how many delays pile up at the cap. */
export function capClumping(onSeeds: readonly number[] = seeds): Experiment {
  const measure = (sample: (seed: number) => readonly number[], limits: readonly [number, number], ours: boolean) => {
    const results = onSeeds.map((seed) => clumping(sample(seed)));
    const bound = (value: number) => (ours ? { atMost: value } : { about: value });
    const everySeed = ours;
    return [
      metric(
        'at-cap',
        'per mille',
        results.map((result) => result.atCap),
        bound(limits[0]),
        { everySeed },
      ),
      metric(
        'peak',
        'per mille',
        results.map((result) => result.peak),
        bound(limits[1]),
        { everySeed },
      ),
    ];
  };
  const row = (id: string, label: string, ours: boolean, metrics: readonly Metric[]): Row => ({
    id: `e4.${id}`,
    label,
    ours,
    metrics,
  });
  const kinds: readonly BackoffKind[] = ['full', 'equal', 'decorrelated'];
  return {
    id: 'E4',
    title: 'Cap clumping',
    setting: 'The tenth delay of 10 000 calls, base 1 s, cap 30 s; peak is the largest share in any 100 ms.',
    rows: [
      row(
        'cockatiel',
        'cockatiel default formula',
        false,
        measure((seed) => modelDraws(cockatielDefault, seed), [990, 994], false),
      ),
      row(
        'sample-clamp',
        'decorrelated, sample clamp',
        false,
        measure((seed) => modelDraws(sampleClampedDecorrelated, seed), [340, 335], false),
      ),
      ...kinds.map((kind) =>
        row(
          `ours-${kind}`,
          `ours: ${kind}`,
          true,
          measure((seed) => engineDraws(kind, seed), [0, 12], true),
        ),
      ),
    ],
  };
}
