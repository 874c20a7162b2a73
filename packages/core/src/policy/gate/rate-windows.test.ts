import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { propertyRuns, propertyTimeoutMs } from '../property-runs.ts';
import { createAdmissionWindow } from './rate-windows.ts';

vi.setConfig({ testTimeout: propertyTimeoutMs });

const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 5, maxLength: 120 });

/** Sends as early as the window allows, after the given gaps. */
function sendTimes(window: ReturnType<typeof createAdmissionWindow>, waits: readonly number[]): number[] {
  let now = 0;
  return waits.map((gap) => {
    now = window.roomAt(now + gap);
    expect(window.roomAt(now)).toBe(now);
    window.take(now);
    return now;
  });
}

test('a sliding window holds in every interval, guard included', () => {
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 900 }), (waits, limit, perMs) => {
      const window = createAdmissionWindow({ id: 'w', kind: 'sliding', limit, perMs, guardMs: 10, source: 'test' });
      const times = sendTimes(window, waits);
      times.forEach((time, index) => {
        const later = times[index + limit];
        if (later !== undefined) expect(later - time).toBeGreaterThanOrEqual(perMs + 10);
      });
    }),
    { numRuns: propertyRuns },
  );
});

test('a bucket never gives more than its burst and what has flowed in, and is never a token late', () => {
  fc.assert(
    fc.property(
      gaps,
      fc.integer({ min: 1, max: 9 }),
      fc.double({ min: 0.5, max: 40, noNaN: true }),
      (waits, burst, rate) => {
        const ratePerSec = Math.round(rate * 1000) / 1000;
        const window = createAdmissionWindow({ id: 'b', kind: 'bucket', ratePerSec, burst, source: 'test' });
        const times = sendTimes(window, waits);
        for (let from = 0; from < times.length; from += 1) {
          for (let to = from; to < times.length; to += 1) {
            const elapsedMs = times[to]! - times[from]!;
            expect(to - from + 1).toBeLessThanOrEqual(burst + (elapsedMs * ratePerSec) / 1000 + 1e-9);
          }
        }
      },
    ),
    { numRuns: Math.min(propertyRuns, 1000) },
  );
  const window = createAdmissionWindow({ id: 'b', kind: 'bucket', ratePerSec: 0.3, burst: 2, source: 'test' });
  expect(sendTimes(window, [0, 0, 0, 0, 0])).toEqual([0, 0, 3334, 6667, 10_000]);
});
