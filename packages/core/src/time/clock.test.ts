import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSystemClock } from './system-clock.ts';
import { createTimerClock } from './timer-clock.ts';
import { VirtualClock } from './virtual-clock.ts';

describe('clocks', () => {
  test('a sleep never ends early however early its timers fire', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.array(fc.double({ min: 0.3, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
        async (waitMs, earliness) => {
          let now = 5;
          let turn = 0;
          const clock = createTimerClock({
            wall: () => now,
            mono: () => now,
            arm(callback, delayMs) {
              expect(delayMs).toBeLessThanOrEqual(2 ** 31 - 1);
              queueMicrotask(() => {
                turn += 1;
                now += Math.max(0.5, delayMs * (turn > 400 ? 1 : earliness[turn % earliness.length]!));
                callback();
              });
              return () => {};
            },
          });
          await clock.sleepUntil(5 + waitMs);
          expect(now).toBeGreaterThanOrEqual(5 + waitMs);
        },
      ),
    );
  });

  test('an abort ends a sleep in the same microtask turn and leaves no timer', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    let outcome = '';
    clock.sleepUntil(1000, stop.signal).catch((error: Error) => {
      outcome = error.name;
    });
    expect(clock.pending).toBe(1);
    stop.abort();
    await Promise.resolve();
    await Promise.resolve();
    expect(outcome).toBe('CancelledError');
    expect(clock.pending).toBe(0);
    expect(clock.mono()).toBe(0);
  });

  test('events of one instant fire in the order they were made, also after many cancellations', async () => {
    const clock = new VirtualClock();
    const fired: number[] = [];
    const timers = Array.from({ length: 500 }, (_, i) => clock.timer(100 + (i % 3), () => fired.push(i)));
    timers.forEach((timer, i) => {
      if (i % 7 !== 0) timer[Symbol.dispose]();
    });
    await clock.runAll();
    const kept = Array.from({ length: 500 }, (_, i) => i).filter((i) => i % 7 === 0);
    expect(fired).toEqual(kept.toSorted((a, b) => (a % 3) - (b % 3) || a - b));
    expect(clock.mono()).toBe(102);
  });

  test('an installed virtual clock drives setTimeout and gives the real one back', async () => {
    const real = globalThis.setTimeout;
    const clock = new VirtualClock();
    {
      using _installed = clock.install();
      const seen: string[] = [];
      setTimeout((word: string) => seen.push(word), 60_000, 'late');
      clearTimeout(setTimeout(() => seen.push('never'), 10));
      await clock.advance(59_999);
      expect(seen).toEqual([]);
      await clock.advance(1);
      expect(seen).toEqual(['late']);
    }
    expect(globalThis.setTimeout).toBe(real);
  });

  test('the system clock sleeps at least as long as asked', async () => {
    const clock = createSystemClock();
    const due = clock.mono() + 3;
    await clock.sleepUntil(due);
    expect(clock.mono()).toBeGreaterThanOrEqual(due);
    await expect(clock.sleepUntil(due + 1e9, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
