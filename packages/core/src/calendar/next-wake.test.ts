import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastGapMs, nextWake, type WakeInput } from './next-wake.ts';

const hourMs = 3_600_000;
const input = (change: Partial<WakeInput> = {}): WakeInput => ({
  ...{ pipeline: 'p', nowMs: 100 * hourMs, lastStartMs: 99 * hourMs, lastEndMs: 99 * hourMs },
  ...{ everyMs: 6 * hourMs, jitterMs: 0, dueMs: [], retryMs: [], ...change },
});
/** Every day at noon. */
const noon = (afterMs: number): number =>
  Math.floor((afterMs - 12 * hourMs) / (24 * hourMs) + 1) * 24 * hourMs + 12 * hourMs;

test('what never ran runs at once, and so does what was killed in the middle', () => {
  const { lastStartMs: _, lastEndMs: __, ...never } = input();
  expect(nextWake(never)).toEqual({ atMs: 100 * hourMs, reason: 'first' });
  expect(nextWake(input({ lastEndMs: 98 * hourMs }))).toEqual({ atMs: 100 * hourMs, reason: 'resume' });
});

test('a schedule decides, and one that came round while nobody watched is made up for once', () => {
  expect(nextWake(input({ scheduledAfter: noon }))).toEqual({ atMs: 108 * hourMs, reason: 'schedule' });
  const missed = nextWake(input({ scheduledAfter: noon, nowMs: 500 * hourMs }));
  expect(missed).toEqual({ atMs: 108 * hourMs, reason: 'schedule' });
  const after = input({
    scheduledAfter: noon,
    nowMs: 500 * hourMs,
    lastStartMs: 500 * hourMs,
    lastEndMs: 500 * hourMs,
  });
  expect(nextWake(after)).toEqual({ atMs: 516 * hourMs, reason: 'schedule' });
});

test('without a schedule it wakes when a report is due, and at the latest after its interval', () => {
  expect(nextWake(input({ dueMs: [90 * hourMs, 101 * hourMs] }))).toEqual({ atMs: 101 * hourMs, reason: 'due' });
  expect(nextWake(input({ dueMs: [200 * hourMs] }))).toEqual({ atMs: 105 * hourMs, reason: 'regular' });
});

test('it wakes for what a DSP asked for, with a schedule too', () => {
  const retryMs = [98 * hourMs, 103 * hourMs, 104 * hourMs];
  expect(nextWake(input({ scheduledAfter: noon, retryMs }))).toEqual({ atMs: 103 * hourMs, reason: 'retry' });
});

test('it never wakes before what was asked for, never twice in a row, and always the same after a restart', () => {
  const ms = fc.integer({ min: 90 * hourMs, max: 130 * hourMs });
  fc.assert(
    fc.property(fc.array(ms), fc.array(ms), fc.nat(2 * hourMs), fc.boolean(), (dueMs, retryMs, jitterMs, planned) => {
      const given = input({ dueMs, retryMs, jitterMs, ...(planned ? { scheduledAfter: noon } : {}) });
      const { atMs, reason } = nextWake(given);
      expect(nextWake({ ...given, nowMs: 101 * hourMs })).toEqual({ atMs, reason });
      expect(atMs).toBeGreaterThanOrEqual(99 * hourMs + leastGapMs);
      if (reason === 'retry') expect(retryMs.some((retry) => retry <= atMs)).toBe(true);
      if (reason === 'due') expect(dueMs.some((due) => due <= atMs && atMs <= due + jitterMs + leastGapMs)).toBe(true);
      expect(atMs).toBeLessThanOrEqual((planned ? 108 : 105) * hourMs + jitterMs);
    }),
  );
});
