import { expect, test } from 'vitest';
import type { AttemptContext, Decision, Operation, PolicyOverride, PolicyProfile } from '../contracts/policy.ts';
import { createRefusal } from '../contracts/refusal.ts';
import { createRng } from '../random/rng.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { createPolicyEngine, type PolicyEngineOptions } from './engine.ts';
import { mergePolicy } from './merge-policy.ts';

const operation: Operation = {
  dsp: 'dsp',
  scope: ['account', 'reports'],
  op: 'list',
  opKey: 'list/1',
  method: 'GET',
  idempotent: true,
};

interface Scripted {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly afterMs?: number;
}

/** An engine on a virtual clock in front of a DSP that answers what it is told. */
function scene(
  answer: (send: number, at: number) => Scripted | Error,
  override: PolicyOverride = {},
  more: Partial<PolicyEngineOptions> = {},
  profile?: PolicyProfile,
) {
  const clock = new VirtualClock();
  const records: Decision[] = [];
  const sends: number[] = [];
  const engine = createPolicyEngine({
    config: () => mergePolicy(profile?.policy ?? {}, override),
    profiles: () => profile,
    clock,
    rng: createRng(1),
    run: 'run',
    sink: (record) => records.push(record),
    ...more,
  });
  const send = async (attempt: AttemptContext) => {
    sends.push(clock.mono());
    const scripted = answer(sends.length, clock.mono());
    await clock.sleepUntil(clock.mono() + (scripted instanceof Error ? 20 : (scripted.afterMs ?? 20)), attempt.signal);
    if (scripted instanceof Error) throw scripted;
    const { status, headers = {}, body } = scripted;
    const given = { status, headers, receivedAt: clock.mono(), ...(body === undefined ? {} : { body }) };
    const ruling = attempt.observe(given);
    if (ruling.verdict !== 'deliver') throw createRefusal(given, ruling);
    return status;
  };
  const never = new AbortController().signal;
  const call = (part: Partial<Operation> = {}, signal = never) =>
    engine.run({ ...operation, ...part }, send, { signal });
  return { clock, records, sends, engine, call, send };
}

test('a call that is answered is sent once', async () => {
  const { clock, call, sends, records } = scene(() => ({ status: 200 }));
  await expect(clock.run(call())).resolves.toBe(200);
  expect(sends).toEqual([0]);
  expect(records.map((record) => record.k)).toEqual([
    'header',
    'dsp',
    'call',
    'admit',
    'evidence',
    'verdict',
    'end',
    'settle',
  ]);
  expect(clock.pending).toBe(0);
});

test('a hinted throttle is waited out at the gate and costs no attempt', async () => {
  const { clock, call, sends, engine } = scene(
    (n) => (n < 4 ? { status: 429, headers: { 'retry-after': '3' } } : { status: 200 }),
    { retry: { maxAttempts: 1 } },
  );
  await clock.run(call());
  expect(sends).toHaveLength(4);
  for (let i = 1; i < sends.length; i += 1) expect(sends[i]! - sends[i - 1]!).toBeGreaterThanOrEqual(3020);
  expect(engine.view('dsp/account')).toMatchObject({ state: 'Closed', k: 0, limit: 2 });
});

test('a hint too long to wait for is deferred at once with the instant', async () => {
  const { clock, call, sends } = scene(() => ({ status: 429, headers: { 'retry-after': '3000000' } }));
  const error = await clock.run(call().catch((caught: unknown) => caught));
  expect(error).toMatchObject({
    code: 'RATE_LIMITED',
    disposition: 'defer',
    details: { reason: 'max-wait: hint', scope: 'dsp/account', status: 429 },
  });
  expect(String(error)).toContain('dsp answered 429');
  expect(sends).toEqual([0]);
  expect(clock.mono()).toBeLessThan(1000);
});
