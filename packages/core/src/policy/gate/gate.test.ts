import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { PolicyOverride } from '../../contracts/policy.ts';
import { createRng } from '../../random/rng.ts';
import { mergePolicy } from '../merge-policy.ts';
import { propertyRuns, propertyTimeoutMs } from '../property-runs.ts';
import { Gate } from './gate.ts';
import type { GateChange, Permit } from './gate-view.ts';

vi.setConfig({ testTimeout: propertyTimeoutMs });

function gateWith(policy: PolicyOverride = {}) {
  const changes: GateChange[] = [];
  const rng = createRng(1);
  let failures = 0;
  const gate = new Gate({
    scope: 'dsp',
    policy: mergePolicy({ concurrency: { max: 16 } }, policy),
    draw: (purpose, attempt) => rng.uniform({ scope: 'dsp', callId: 'gate', attempt, purpose }),
    statistics: () => ({
      success: () => {
        failures = 0;
      },
      failure: () => {
        failures += 1;
        return failures >= 3;
      },
    }),
    events: { change: (change) => changes.push(change), lease: () => {} },
  });
  return { gate, changes };
}

test('a stale failure never closes a gate again, and a stale success never opens one', () => {
  const { gate } = gateWith();
  const old = gate.take(0, 'a');
  const other = gate.take(0, 'b');
  gate.throttleUntil(10, 1000, 10);
  expect(gate.success(other, 20)).toBe('stale');
  expect(gate.view()).toMatchObject({ state: 'Open' });
  const { until } = gate.view();
  const probe = gate.take(until, 'p');
  expect(gate.success(probe, until + 5)).toBe('counted');
  expect(gate.failure(old, until + 6)).toBe('stale');
  expect(gate.view()).toMatchObject({ state: 'Closed', limit: 2, k: 0 });
});

test('a cancelled probe gives its lease to the next', () => {
  const { gate } = gateWith();
  gate.throttleUntil(0, 1000, 0);
  const now = gate.view().until;
  const probe = gate.take(now, 'p');
  expect(gate.check(now)).toMatchObject({ cause: 'probe' });
  gate.release(probe);
  expect(gate.check(now)).toBeUndefined();
  expect(gate.view()).toMatchObject({ state: 'HalfOpen', leases: 0, inFlight: 0 });
});

test('progress renews a probe up to the ceiling, and an expired one is replaced', () => {
  const { gate } = gateWith({ breaker: { leaseMs: 1000, leaseMaxMs: 2500, openBaseMs: 100, openMaxMs: 100 } });
  gate.throttleUntil(0, 10, 0);
  const start = gate.view().until;
  const probe = gate.take(start, 'p');
  for (const at of [900, 1800, 2400]) expect(gate.renew(probe, start + at)).toBe(true);
  expect(gate.check(start + 2499)).toMatchObject({ cause: 'probe', wakeAt: start + 2500 });
  expect(gate.check(start + 2500)).toMatchObject({ cause: 'inconclusive' });
  expect(gate.view()).toMatchObject({ state: 'Open', k: 1, inFlight: 0 });
  expect(gate.success(probe, start + 2600)).toBe('stale');
});

test('a reservation is spent to the last request and then waits for the reset', () => {
  const { gate } = gateWith({ breaker: { ramp: { start: 16 } } });
  const first = gate.take(0, 'a');
  gate.success(first, 10);
  gate.observeQuota(2, 10, 5000, true, 10);
  gate.release(first);
  const [b, c] = [gate.take(11, 'b'), gate.take(11, 'c')];
  expect(gate.check(12)).toMatchObject({ cause: 'reserve' });
  gate.observeQuota(1, 20, 4990, true, 20);
  gate.observeQuota(0, 21, 4989, false, 21);
  gate.release(b);
  gate.release(c);
  expect(gate.check(22)).toMatchObject({ cause: 'quota' });
  expect(gate.view().until).toBeGreaterThanOrEqual(5010);
  expect(gate.check(gate.view().until)).toBeUndefined();
});

test('what a gate exports never shortens a window where it is imported', () => {
  fc.assert(
    fc.property(
      fc.nat(100_000),
      fc.nat(100_000),
      fc.nat(50_000),
      fc.integer({ min: -3_600_000, max: 3_600_000 }),
      (a, b, later, wallStep) => {
        const source = gateWith().gate;
        source.throttleUntil(0, a, 0);
        const state = source.export(later, 1_000_000 + later);
        const target = gateWith().gate;
        target.throttleUntil(0, b, 0);
        const before = target.view().until;
        target.import(state, 0, 1_000_000 + wallStep);
        expect(target.view().until).toBeGreaterThanOrEqual(before);
        const remaining = source.view().until - wallStep;
        if (a > 0 && remaining > 0) expect(target.view().until).toBeGreaterThanOrEqual(remaining);
        const once = target.view().until;
        target.import(state, 0, 1_000_000 + wallStep);
        expect(target.view().until).toBe(once);
      },
    ),
    { numRuns: propertyRuns },
  );
});

type Step =
  | { readonly kind: 'take' | 'isolate' | 'unisolate' }
  | { readonly kind: 'success' | 'failure' | 'unhinted' | 'release'; readonly pick: number }
  | { readonly kind: 'hinted'; readonly floorMs: number }
  | { readonly kind: 'quota'; readonly left: number; readonly resetMs: number }
  | { readonly kind: 'pass'; readonly ms: number };

const picking = fc.record({ kind: fc.constantFrom('success', 'failure', 'unhinted', 'release'), pick: fc.nat() });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'take' as const }) },
  { weight: 4, arbitrary: picking as fc.Arbitrary<Step> },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('hinted' as const), floorMs: fc.integer({ min: 1, max: 60_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('quota' as const), left: fc.nat(5), resetMs: fc.nat(60_000) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(40_000) }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'isolate' }, { kind: 'unisolate' }) },
);

test('in any history: leases and flight are bounded, windows only grow, generations only rise, only votes or a release let traffic flow', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 120 }), fc.integer({ min: 1, max: 4 }), (steps, probes) => {
      const { gate, changes } = gateWith({ breaker: { probes, successes: 2 } });
      const permits: Permit[] = [];
      let now = 0;
      let hintedUntil = 0;
      for (const step of steps) {
        const before = gate.view();
        if (step.kind === 'pass') now += step.ms;
        if (step.kind === 'isolate') gate.isolate('h');
        if (step.kind === 'unisolate') gate.unisolate('h', now);
        if (step.kind === 'hinted') {
          gate.throttleUntil(now, step.floorMs, now);
          hintedUntil = Math.max(hintedUntil, now + step.floorMs);
        }
        if (step.kind === 'quota' && permits.length > 0) gate.observeQuota(step.left, now, step.resetMs, true, now);
        if (step.kind === 'take' && gate.check(now) === undefined) {
          expect(now).toBeGreaterThanOrEqual(hintedUntil);
          permits.push(gate.take(now, 'x'));
        }
        if ('pick' in step && permits.length > 0) {
          const [permit] = permits.splice(step.pick % permits.length, 1);
          const { generation } = gate;
          const vote =
            step.kind === 'success'
              ? gate.success(permit!, now)
              : step.kind === 'failure'
                ? gate.failure(permit!, now)
                : step.kind === 'unhinted'
                  ? gate.throttleUnhinted(permit!, now)
                  : 'stale';
          if (permit!.generation < generation) expect(vote).toBe('stale');
          gate.release(permit!);
        }
        const after = gate.view();
        expect(after.leases).toBeLessThanOrEqual(probes);
        expect(after.inFlight).toBeGreaterThanOrEqual(0);
        expect(after.inFlight).toBeLessThanOrEqual(16);
        expect(after.generation).toBeGreaterThanOrEqual(before.generation);
        if (after.generation === before.generation) expect(after.until).toBeGreaterThanOrEqual(before.until);
        expect(after.limit >= 1 && after.limit <= 16).toBe(true);
      }
      for (const { from, to, cause } of changes) {
        if (to === 'Closed') expect(from === 'Closed' ? 'brake' : cause).toMatch(/brake|votes|released/);
      }
    }),
    { numRuns: propertyRuns },
  );
});
