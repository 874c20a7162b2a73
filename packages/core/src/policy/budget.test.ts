import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { RetryBudget } from './budget.ts';
import { propertyRuns, propertyTimeoutMs } from './property-runs.ts';

vi.setConfig({ testTimeout: propertyTimeoutMs });

test('retries never exceed their share of first sends plus the floor', () => {
  const events = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 700 }), retry: fc.boolean() }), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(
      events,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 3 }),
      (steps, ratio, floorPerSec) => {
        const windowMs = 2000;
        const budget = new RetryBudget({ windowMs, ratio, floorPerSec });
        const firsts: number[] = [];
        const retries: number[] = [];
        let now = 0;
        for (const { gap, retry } of steps) {
          now += gap;
          const inWindow = (times: readonly number[]) => times.filter((time) => time > now - windowMs).length;
          if (!retry) {
            budget.firstSend(now);
            firsts.push(now);
            continue;
          }
          const cap = Math.floor(ratio * inWindow(firsts) + (floorPerSec * windowMs) / 1000);
          const { ok } = budget.spend(now);
          expect(ok).toBe(inWindow(retries) + 1 <= cap);
          if (ok) retries.push(now);
        }
      },
    ),
    { numRuns: propertyRuns },
  );
});
