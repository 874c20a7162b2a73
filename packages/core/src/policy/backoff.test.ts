import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createRng } from '../random/rng.ts';
import { backoffMs, openingMs, sanitiseDelay, spreadMs } from './backoff.ts';
import { propertyRuns, propertyTimeoutMs } from './property-runs.ts';

vi.setConfig({ testTimeout: propertyTimeoutMs });

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const curve = fc
  .tuple(fc.integer({ min: 1, max: 600_000 }), fc.integer({ min: 0, max: 3_000_000 }))
  .map(([baseMs, more]) => ({ baseMs, maxMs: Math.min(3_600_000, baseMs + more) }));

test('draws of the run’s seed give the known delays', () => {
  const draw = (attempt: number) =>
    createRng(1).uniform({ scope: 'youtube/p1', callId: 'c1', attempt, purpose: 'backoff' });
  const full = { kind: 'full', baseMs: 2000, maxMs: 120_000 } as const;
  expect(draw(0)).toBe(0.6606254991025103);
  expect(backoffMs(full, 0, draw(0))).toBe(1321);
  expect(backoffMs(full, 1, draw(1))).toBe(2217);
});

test('every curve stays in its range, whole and finite, up to the ten-thousandth retry', () => {
  fc.assert(
    fc.property(curve, fc.integer({ min: 0, max: 10_000 }), unit, unit, (limits, n, u, v) => {
      const ceiling = Math.min(limits.maxMs, limits.baseMs * 2 ** Math.min(n, 30));
      const full = backoffMs({ kind: 'full', ...limits }, n, u);
      const equal = backoffMs({ kind: 'equal', ...limits }, n, u);
      const previous = backoffMs({ kind: 'decorrelated', ...limits }, n, v);
      const decorrelated = backoffMs({ kind: 'decorrelated', ...limits }, n, u, previous);
      expect(backoffMs({ kind: 'none', ...limits }, n, u)).toBe(ceiling);
      expect(full >= 0 && full < ceiling).toBe(true);
      expect(equal >= Math.floor(ceiling / 2) && equal < Math.max(ceiling, 1)).toBe(true);
      expect(decorrelated >= limits.baseMs && decorrelated <= Math.max(limits.baseMs, limits.maxMs)).toBe(true);
      for (const delay of [full, equal, decorrelated]) expect(Number.isInteger(delay)).toBe(true);
    }),
    { numRuns: propertyRuns },
  );
});

test('no mass sits on the cap at the tenth delay', () => {
  const rng = createRng(7);
  for (const kind of ['full', 'equal', 'decorrelated'] as const) {
    const buckets = new Map<number, number>();
    let atCap = 0;
    for (let call = 0; call < 10_000; call += 1) {
      let delay = 1000;
      for (let n = 0; n < 10; n += 1) {
        const u = rng.uniform({ scope: 's', callId: `c${call}`, attempt: n, purpose: kind });
        delay = backoffMs({ kind, baseMs: 1000, maxMs: 30_000 }, n, u, delay);
      }
      if (delay >= 30_000) atCap += 1;
      const bucket = Math.floor(delay / 100);
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
    }
    expect(atCap).toBe(0);
    expect(Math.max(...buckets.values())).toBeLessThanOrEqual(120);
  }
});

test('spread is positive, clamped, and off at ratio 0 or without a floor', () => {
  const spread = { ratio: 0.1, minMs: 50, maxMs: 5000 };
  expect(spreadMs(spread, 100, 0.999)).toBe(49);
  expect(spreadMs(spread, 10_000, 0.5)).toBe(500);
  expect(spreadMs(spread, 1e9, 0.999)).toBe(4995);
  expect(spreadMs({ ...spread, ratio: 0 }, 1e9, 0.9)).toBe(0);
  expect(spreadMs(spread, 0, 0.9)).toBe(0);
});

test('openings grow with their number and stop growing at the ceiling', () => {
  expect([1, 2, 3].map((k) => openingMs(500, 10_000, k, 0.999_999))).toEqual([1499, 2499, 4499]);
  expect(openingMs(500, 10_000, 1000, 0.999_999)).toBe(10_499);
  expect(openingMs(500, 10_000, 1, 0)).toBe(500);
});

test('a foreign delay no timer could keep becomes the longest delay', () => {
  expect([Number.NaN, -1, Number.POSITIVE_INFINITY, 2 ** 40].map((delay) => sanitiseDelay(delay, 900))).toEqual([
    900, 900, 900, 900,
  ]);
  expect(sanitiseDelay(1.2, 900)).toBe(2);
});
