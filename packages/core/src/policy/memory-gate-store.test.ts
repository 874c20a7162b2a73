import { expect, test } from 'vitest';
import { scene } from '../../test/policy-scene.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { StateStore } from '../contracts/state.ts';
import { createRng } from '../random/rng.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { createPolicyEngine } from './engine.ts';
import { MemoryGateStore } from './memory-gate-store.ts';
import { replay } from './replay.ts';

/** A state store in memory that notes when it was written. */
function stateStore(now: () => number) {
  const values = new Map<string, JsonValue>();
  const writes: number[] = [];
  const state: StateStore = {
    get: async (_space, key) => values.get(key),
    list: async () => [...values].map(([key, value]) => ({ key, value })),
    write: async (changes) => {
      writes.push(now());
      for (const { key, value } of changes) {
        if (value === undefined) values.delete(key);
        else values.set(key, structuredClone(value));
      }
    },
    close: async () => {},
  };
  return { state, values, writes };
}

test('a closed window and the call that met it survive the process, and the next run sends nothing inside it', async () => {
  let mono = () => 0;
  const stored = stateStore(() => mono());
  const first = scene(() => ({ status: 429, headers: { 'retry-after': '3600' } }), {}, { state: stored.state });
  mono = first.clock.mono;
  const error: unknown = await first.clock.run(first.call().catch((reason: unknown) => reason));
  expect(error).toMatchObject({ disposition: 'defer' });
  expect([...stored.values.keys()].sort()).toEqual(['call/dsp/account/reports/list/list/1', 'gate/dsp/account']);

  const second = scene(() => ({ status: 200 }), {}, { state: stored.state });
  second.clock.stepWall(1_800_000);
  const early: unknown = await second.clock.run(second.call().catch((reason: unknown) => reason));
  expect(early).toMatchObject({ disposition: 'defer', details: { reason: 'max-wait' } });
  const other: unknown = await second.clock.run(second.call({ opKey: 'other' }).catch((reason: unknown) => reason));
  expect(other).toMatchObject({ disposition: 'defer', details: { reason: 'max-wait: imported' } });
  expect(second.sends).toEqual([]);
  await expect(replay(second.records)).resolves.toMatchObject({ identical: true });

  const third = scene(() => ({ status: 200 }), {}, { state: stored.state });
  third.clock.stepWall(3_590_000);
  await third.clock.run(third.call());
  expect(third.sends[0]).toBeGreaterThanOrEqual(10_000);
  await third.engine.flush();
  expect(stored.values.has('call/dsp/account/reports/list/list/1')).toBe(false);
});

test('what a wait depends on is written before the wait begins', async () => {
  let mono = () => -1;
  const stored = stateStore(() => mono());
  const { clock, call } = scene(
    (n) => (n === 1 ? { status: 500 } : { status: 200 }),
    { retry: { baseMs: 60_000 } },
    { state: stored.state },
  );
  mono = clock.mono;
  const done = call();
  await clock.advance(25);
  expect(stored.writes).toEqual([20]);
  expect(stored.values.get('call/dsp/account/reports/list/list/1')).toMatchObject({ retries: 1 });
  await clock.run(done);
});

test('as a gate store it grows windows, counts evidence once, bounds leases and ignores old reports', async () => {
  const clock = new VirtualClock();
  const store = new MemoryGateStore();
  createPolicyEngine({ clock, rng: createRng(1), run: 'r', store });
  const seen: string[] = [];
  using _subscription = store.subscribe((view) => seen.push(view.state));
  const proposal = { scope: 'dsp', remainingMs: 5000, cause: 'hint', generation: 0, evidenceId: 'e1' };
  expect(await store.open(proposal)).toMatchObject({ state: 'Open', until: 5000 });
  clock.jumpTo(1000);
  expect(await store.open(proposal)).toMatchObject({ until: 5000 });
  expect(await store.open({ ...proposal, remainingMs: 100, evidenceId: 'e2' })).toMatchObject({ until: 5000 });
  expect(await store.lease('dsp', 2, 'w1', 1000)).toBeNull();
  clock.jumpTo(5000);
  const lease = await store.lease('dsp', 2, 'w1', 1000);
  expect(lease).toMatchObject({ slot: 0, generation: 2 });
  expect(await store.lease('dsp', 2, 'w2', 1000)).toBeNull();
  expect(await store.renew(lease!)).toBe(true);
  expect(await store.report(lease!, 'success')).toMatchObject({ state: 'Closed', generation: 3 });
  expect(await store.report(lease!, 'failure')).toMatchObject({ state: 'Closed', generation: 3 });
  expect(seen).toEqual(['Open', 'HalfOpen', 'Closed']);
});
