import type { AttemptContext, Decision, Operation, PolicyOverride, PolicyProfile } from '../src/contracts/policy.ts';
import { createRefusal } from '../src/contracts/refusal.ts';
import { createPolicyEngine, type PolicyEngineOptions } from '../src/policy/engine.ts';
import { mergePolicy } from '../src/policy/merge-policy.ts';
import { createRng } from '../src/random/rng.ts';
import { VirtualClock } from '../src/time/virtual-clock.ts';

export const operation: Operation = {
  dsp: 'dsp',
  scope: ['account', 'reports'],
  op: 'list',
  opKey: 'list/1',
  method: 'GET',
  idempotent: true,
};

export interface Scripted {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly afterMs?: number;
}

/** An engine on a virtual clock in front of a DSP that answers what it is told. */
export function scene(
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
