import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Decision } from '../contracts/policy.ts';
import { CallWatch, type RetryScheduled } from './call-watch.ts';
import { Distribution } from './distribution.ts';

function watching() {
  const told: { retries: RetryScheduled[]; backoff: number[]; gate: number[] } = { retries: [], backoff: [], gate: [] };
  const watch = new CallWatch({
    retry: (retry) => told.retries.push(retry),
    backoff: (_, ms) => told.backoff.push(ms),
    gate: (_, ms) => told.gate.push(ms),
  });
  const call = 'r1/list/2026-03#0';
  const take = (k: string, fields: Partial<Decision> = {}) => watch.take({ ...fields, k, call });
  watch.take({ k: 'header', run: 'r1' });
  take('call', { dsp: 'd', op: 'list', sync: 's1', t: 0 });
  take('admit', { t: 0 });
  return { watch, take, told };
}

test('a wait between two sends is told with what comes after it, with backoff and spread', () => {
  const { take, told } = watching();
  take('verdict', { reason: 'status-503', t: 10 });
  take('wait', { backoff: 40, spread: 5, notBefore: 60, t: 10 });
  expect(told.retries).toEqual([]);
  take('enter', { t: 60 });
  take('admit', { t: 60 });
  const ids = { dsp: 'd', op: 'list', request: 'list/2026-03#0', sync: 's1' };
  expect(told.retries).toEqual([{ ...ids, attempt: 1, delayMs: 50, backoffMs: 45, reason: 'status-503' }]);
  expect(told.backoff).toEqual([45]);
  expect(told.gate).toEqual([]);
});

test('a wait that ends in a deferral was none; one that is cut short by a stop was one', () => {
  const parked = watching();
  parked.take('wait', { backoff: 40, spread: 0, notBefore: 50, t: 10 });
  parked.take('settle', { outcome: 'deferred', t: 10 });
  parked.watch.flush();
  expect(parked.told).toEqual({ retries: [], backoff: [], gate: [] });
  const stopped = watching();
  stopped.take('wait', { backoff: 40, spread: 0, notBefore: 50, t: 10 });
  stopped.take('cancel', { t: 20 });
  stopped.take('settle', { outcome: 'cancelled', t: 20 });
  expect(stopped.told.backoff).toEqual([40]);
});

test('after a hint of the DSP the gate holds the next send, and the retry is told once, without backoff', () => {
  const { take, told } = watching();
  take('verdict', { reason: 'throttled', t: 5 });
  take('enter', { t: 5 });
  take('hold', { cause: 'hint', until: 1005, t: 5 });
  take('admit', { t: 1010 });
  expect(told.retries).toMatchObject([{ attempt: 1, delayMs: 1000, backoffMs: 0, reason: 'throttled' }]);
  expect(told.gate).toEqual([1005]);
  expect(told.backoff).toEqual([]);
});

test('a percentile is a value that was added, and at least that share is not above it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 1 }), fc.integer({ min: 1, max: 100 }), (values, percent) => {
      const distribution = new Distribution();
      for (const value of values) distribution.add(value);
      const found = distribution.percentile(percent);
      const sorted = values.toSorted((left, right) => left - right);
      expect(found).toBe(sorted[Math.ceil((percent / 100) * sorted.length) - 1]);
    }),
  );
  expect(new Distribution().percentile(95)).toBe(0);
});
