import { expect, test } from 'vitest';
import type { PolicyOverride } from '../../contracts/policy.ts';
import { mergePolicy } from '../merge-policy.ts';
import { Gate } from './gate.ts';
import type { GateChange } from './gate-view.ts';

/** A gate whose every draw is one half, and which three failures in a row block. */
function gateWith(policy: PolicyOverride = {}) {
  const changes: GateChange[] = [];
  const leases: string[] = [];
  const draws: string[] = [];
  let statistics = 0;
  const gate = new Gate({
    scope: 'dsp',
    policy: mergePolicy({ concurrency: { max: 8 }, retryAfter: { spread: { ratio: 0 } } }, policy),
    draw: (purpose, generation) => {
      draws.push(`${purpose} ${generation}`);
      return 0.5;
    },
    statistics: () => {
      statistics += 1;
      let failures = 0;
      return {
        success: () => {
          failures = 0;
        },
        failure: () => {
          failures += 1;
          return failures === 3;
        },
      };
    },
    events: {
      change: (change) => changes.push(change),
      lease: (action, lease) => leases.push(`${action} ${lease.owner}`),
    },
  });
  return { gate, changes, leases, draws, statistics: () => statistics };
}
const slots = { cause: 'slots', until: undefined, wakeAt: undefined };

test('a new gate is closed to nobody and starts with the ramp’s limit, or the maximum when that is less', () => {
  const { gate, changes } = gateWith();
  expect(gate.view()).toEqual({
    ...{ scope: 'dsp', state: 'Closed', generation: 0, until: 0, cause: 'hint', k: 0, limit: 2 },
    ...{ inFlight: 0, leases: 0, quota: undefined, reserved: undefined },
  });
  expect([gate.check(0), gate.generation, changes.length]).toEqual([undefined, 0, 0]);
  expect(gateWith({ concurrency: { max: 1 } }).gate.view().limit).toBe(1);
});

test('traffic grows by one with every success up to the maximum, and places are counted', () => {
  const { gate } = gateWith({ concurrency: { max: 4 } });
  const permits = [gate.take(0, 'a'), gate.take(0, 'b')];
  expect(gate.check(0)).toEqual(slots);
  for (const limit of [3, 4]) {
    const permit = permits.shift()!;
    expect(gate.success(permit, 1)).toBe('counted');
    gate.release(permit);
    gate.release(permit);
    expect(gate.view()).toMatchObject({ limit, inFlight: permits.length });
  }
  const last = gate.take(2, 'c');
  gate.success(last, 3);
  expect(gate.view()).toMatchObject({ limit: 4, inFlight: 1 });
  for (const owner of ['d', 'e', 'f']) gate.take(3, owner);
  expect(gate.check(3)).toEqual(slots);
});

test('a throttle without an instant halves the limit, pauses, and then traffic grows by a share', () => {
  const { gate, changes, draws } = gateWith({ breaker: { ramp: { start: 8 } } });
  const [a, b] = [gate.take(0, 'a'), gate.take(0, 'b')];
  expect(gate.throttleUnhinted(a, 10)).toBe('counted');
  expect(draws).toEqual(['brake 1']);
  expect(changes).toEqual([
    { scope: 'dsp', from: 'Closed', to: 'Closed', cause: 'brake', until: 160, k: 0, generation: 1 },
  ]);
  expect(gate.throttleUnhinted(b, 10)).toBe('stale');
  expect(gate.view()).toMatchObject({ state: 'Closed', limit: 4 });
  expect(gate.check(159)).toEqual({ cause: 'brake', until: 160, wakeAt: 160 });
  expect(gate.check(160)).toBeUndefined();
  const later = gate.take(160, 'c');
  gate.success(later, 170);
  expect(gate.view().limit).toBe(4.25);
});

test('with a limit of one there is nothing left to brake: a throttle blocks', () => {
  const { gate, changes, draws } = gateWith({ concurrency: { max: 1 }, breaker: { openBaseMs: 200, openMaxMs: 1000 } });
  expect(gate.throttleUnhinted(gate.take(0, 'a'), 10)).toBe('counted');
  expect(draws).toEqual(['open 1']);
  expect(changes).toMatchObject([{ to: 'Open', cause: 'throttle', until: 410, k: 1, generation: 1 }]);
});

test('failures in a row block, a success between them starts the count anew', () => {
  const { gate } = gateWith({ breaker: { openBaseMs: 200, openMaxMs: 1000, ramp: { start: 8 } } });
  const vote = (fails: boolean) => {
    const permit = gate.take(5, 'x');
    if (fails) gate.failure(permit, 5);
    else gate.success(permit, 5);
    gate.release(permit);
    return gate.view().state;
  };
  expect([true, true, false, true, true].map(vote)).toEqual(Array.from({ length: 5 }, () => 'Closed'));
  expect(vote(true)).toBe('Open');
  expect(gate.check(6)).toEqual({ cause: 'failures', until: 405, wakeAt: 405 });
  expect(gate.check(405)).toBeUndefined();
});

test('each failed probe blocks longer; enough votes let traffic flow from the start of the ramp', () => {
  const { gate, changes, leases, statistics } = gateWith({
    breaker: { openBaseMs: 200, openMaxMs: 100_000, successes: 2, ramp: { start: 3 } },
  });
  gate.throttleUntil(0, 50, 0);
  expect(gate.failure(gate.take(50, 'p'), 60)).toBe('counted');
  expect(gate.view()).toMatchObject({ state: 'Open', k: 1, until: 460 });
  expect(gate.failure(gate.take(460, 'q'), 470)).toBe('counted');
  expect(gate.view()).toMatchObject({ state: 'Open', k: 2, until: 1070 });
  const votes = ['r', 's'].map((owner) => {
    const permit = gate.take(1070, owner);
    expect(gate.check(1070)).toMatchObject({ cause: 'probe', until: undefined, wakeAt: 36_070 });
    const vote = gate.success(permit, 1080);
    gate.release(permit);
    return [vote, gate.view().state];
  });
  expect(votes).toEqual([
    ['counted', 'HalfOpen'],
    ['counted', 'Closed'],
  ]);
  expect(gate.view()).toMatchObject({ k: 0, limit: 3, leases: 0 });
  expect(statistics()).toBe(2);
  expect(changes.map(({ from, to, cause }) => `${from} ${to} ${cause}`)).toEqual([
    'Closed Open hint',
    'Open HalfOpen probe',
    'HalfOpen Open failures',
    'Open HalfOpen probe',
    'HalfOpen Open failures',
    'Open HalfOpen probe',
    'HalfOpen Closed votes',
  ]);
  expect(leases).toEqual(['grant p', 'return p', 'grant q', 'return q', 'grant r', 'return r', 'grant s', 'return s']);
});

test('probes that others overtake lose their leases', () => {
  const { gate, leases } = gateWith({ breaker: { probes: 2 } });
  gate.throttleUntil(0, 50, 0);
  const [p, q] = [gate.take(50, 'p'), gate.take(50, 'q')];
  expect(gate.throttleUnhinted(p, 60)).toBe('counted');
  expect(gate.view()).toMatchObject({ state: 'Open', cause: 'throttle', leases: 0 });
  expect(gate.success(q, 61)).toBe('stale');
  expect(leases).toEqual(['grant p', 'grant q', 'return p', 'void q']);
});

test('a floor blocks from its receipt on, with spread on top, and a longer one only lengthens', () => {
  const { gate, changes, draws } = gateWith({ retryAfter: { spread: { ratio: 0.1, minMs: 50, maxMs: 5000 } } });
  gate.throttleUntil(100, 2000, 120);
  expect(gate.view()).toMatchObject({ state: 'Open', until: 2200, generation: 1 });
  gate.throttleUntil(100, 1000, 130);
  expect(gate.view().until).toBe(2200);
  gate.throttleUntil(200, 4000, 210);
  expect(gate.view()).toMatchObject({ until: 4400, generation: 1 });
  expect(draws).toEqual(['spread 1', 'spread 1', 'spread 1']);
  expect(changes.map(({ until }) => until)).toEqual([2200, 4400]);
});

test('a clamp shortens what a hint blocks for, and only that', () => {
  const until = (gateMaxMs: number | null, floorMs: number) => {
    const { gate } = gateWith({ retryAfter: { gateMaxMs } });
    gate.throttleUntil(0, floorMs, 0);
    return gate.view().until;
  };
  expect([until(null, 9000), until(500, 9000), until(500, 400)]).toEqual([9000, 500, 400]);
});

test('a quota that is used up blocks until its reset, when a success says so', () => {
  const blocked = (remaining: number, resetMs: number, success: boolean, reserve = true) => {
    const { gate } = gateWith({ breaker: { reserve } });
    gate.take(0, 'a');
    gate.observeQuota(remaining, 10, resetMs, success, 20);
    const { state, cause, until, reserved } = gate.view();
    return [state, cause, until, reserved];
  };
  expect(blocked(0, 1000, true)).toEqual(['Open', 'quota', 1010, 0]);
  expect(blocked(0, 1000, false)).toEqual(['Closed', 'hint', 0, 0]);
  expect(blocked(0, 0, true, false)).toEqual(['Closed', 'hint', 0, undefined]);
  expect(blocked(1, 1000, true)).toEqual(['Closed', 'hint', 0, 1]);
  expect(blocked(5, 1000, true, false)).toEqual(['Closed', 'hint', 0, undefined]);
});

test('the last request of a reservation waits for the reset, while others are in flight', () => {
  const { gate } = gateWith();
  const first = gate.take(0, 'a');
  gate.observeQuota(1, 10, 1000, true, 10);
  gate.take(11, 'b');
  gate.release(first);
  expect(gate.check(12)).toEqual({ cause: 'reserve', until: undefined, wakeAt: 1010 });
  expect(gate.check(1010)).toBeUndefined();
});

test('what fits between two throttles is learned, unless the policy forbids it', () => {
  const held = (learnQuota: boolean) => {
    const { gate } = gateWith({ breaker: { learnQuota, ramp: { start: 8 } } });
    const permits = [gate.take(0, 'a'), gate.take(0, 'b')];
    for (const permit of permits) gate.success(permit, 10);
    gate.throttleUntil(20, 1000, 20);
    for (const permit of permits) gate.release(permit);
    const probe = gate.take(1020, 'p');
    gate.success(probe, 1030);
    gate.take(1040, 'c');
    return [gate.view().quota, gate.check(1050)];
  };
  expect(held(true)).toEqual([2, { cause: 'learned', until: undefined, wakeAt: 2040 }]);
  expect(held(false)).toEqual([2, undefined]);
});

test('an isolated gate passes nothing until its last handle, and keeps what it learned meanwhile', () => {
  const { gate, changes } = gateWith();
  gate.isolate('h');
  gate.isolate('i');
  expect(gate.check(0)).toEqual({ cause: 'isolated', until: undefined, wakeAt: undefined });
  gate.throttleUntil(0, 500, 0);
  gate.extend(900, 'imported', 1);
  expect(gate.view()).toMatchObject({ state: 'Isolated', until: 900 });
  gate.unisolate('x', 2);
  gate.unisolate('h', 2);
  expect(gate.view().state).toBe('Isolated');
  gate.unisolate('i', 2);
  expect(gate.view()).toMatchObject({ state: 'Open', limit: 2 });
  expect(changes.map(({ to, cause }) => `${to} ${cause}`)).toEqual(['Isolated isolated', 'Open released']);
  const free = gateWith().gate;
  free.isolate('h');
  free.unisolate('h', 0);
  expect(free.view().state).toBe('Closed');
});

test('a window from elsewhere lengthens and never shortens, and votes of before it are stale', () => {
  const { gate, changes } = gateWith();
  const permit = gate.take(0, 'a');
  gate.extend(5, 'imported', 10);
  gate.extend(10, 'imported', 10);
  expect(changes).toEqual([]);
  gate.extend(100, 'imported', 10);
  expect(gate.view()).toMatchObject({ state: 'Open', cause: 'imported', until: 100, generation: 1 });
  gate.extend(100, 'hint', 20);
  gate.extend(200, 'hint', 20);
  expect(gate.view()).toMatchObject({ cause: 'hint', until: 200, generation: 1 });
  expect(gate.failure(permit, 21)).toBe('stale');
  expect(changes).toHaveLength(2);
});

test('a gate goes to another process with all that it knows', () => {
  const { gate } = gateWith({ breaker: { openBaseMs: 200, openMaxMs: 1000 }, concurrency: { max: 1 } });
  gate.throttleUnhinted(gate.take(0, 'a'), 0);
  const state = gate.export(100, 1_000_000);
  const window = { scope: 'dsp', untilWallMs: 1_000_300, cause: 'throttle', k: 1, limit: 1 };
  expect(state).toEqual({ ...window, state: 'Open', handles: [] });
  gate.take(400, 'p');
  expect(gate.export(500, 1_000_000)).toMatchObject({ state: 'Open', untilWallMs: 1_035_000 });

  const other = gateWith().gate;
  other.import({ ...state, quota: 7, handles: ['h'], untilWallMs: 1_000_300.2 }, 50, 1_000_000);
  expect(other.view()).toMatchObject({ state: 'Isolated', until: 351, k: 1, limit: 1, quota: 7 });
  expect(other.export(50, 1_000_000)).toMatchObject({ state: 'Isolated', quota: 7, handles: ['h'] });
  other.import({ ...state, k: 0, limit: 0.5, quota: 9 }, 50, 1_000_000);
  expect(other.view()).toMatchObject({ k: 1, limit: 1, quota: 7 });
});
