import { createHash } from 'node:crypto';
import type {
  Answer,
  AttemptContext,
  Decision,
  Operation,
  PolicyOverride,
  PolicyProfile,
} from '../../../packages/core/src/contracts/policy.ts';
import { createRefusal } from '../../../packages/core/src/contracts/refusal.ts';
import { createPolicyEngine, type GatedPolicyEngine } from '../../../packages/core/src/policy/engine.ts';
import { mergePolicy } from '../../../packages/core/src/policy/merge-policy.ts';
import { createRng } from '../../../packages/core/src/random/rng.ts';
import { VirtualClock } from '../../../packages/core/src/time/virtual-clock.ts';

export interface WorldOptions {
  readonly seed: number | string;
  readonly override?: PolicyOverride;
  readonly profile?: PolicyProfile;
  /** Shared by worlds that stand for several processes in front of one DSP. */
  readonly clock?: VirtualClock;
}

/** What a DSP of the simulation says, and how long it works on it. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly serviceMs?: number;
  /** Called when the service time is over. */
  readonly leave?: () => void;
}

/** An engine on a virtual clock, with its decision log in hand. */
export interface World {
  readonly clock: VirtualClock;
  readonly engine: GatedPolicyEngine;
  readonly records: readonly Decision[];
  /** SHA-256 of the decision log as NDJSON. */
  logHash(): string;
  /** Drops the log; a hundred of them are more than a heap needs. */
  forget(): void;
}

export function createWorld({ seed, override = {}, profile, clock = new VirtualClock() }: WorldOptions): World {
  const records: Decision[] = [];
  const engine = createPolicyEngine({
    config: () => mergePolicy(profile?.policy ?? {}, override),
    profiles: () => profile,
    clock,
    rng: createRng(seed),
    run: 'bench',
    sink: (record) => records.push(record),
  });
  return { clock, engine, records, logHash: () => logHash(records), forget: () => records.splice(0) };
}

/** SHA-256 over records as NDJSON; the engine hands them over with sorted keys. */
export function logHash(records: Iterable<Decision>): string {
  const hash = createHash('sha256');
  for (const record of records) hash.update(`${JSON.stringify(record)}\n`);
  return hash.digest('hex');
}

/** One hash for several runs, in order. */
export function joinHashes(hashes: readonly string[]): string {
  return createHash('sha256').update(hashes.join('\n')).digest('hex');
}

/** An operation of the one account of a simulation. */
export function operation(opKey: string, part: Partial<Operation> = {}): Operation {
  return { dsp: 'dsp', scope: ['account'], op: 'get', opKey, method: 'GET', idempotent: true, ...part };
}

export const never: AbortSignal = new AbortController().signal;

/** One round trip: the reply is decided when the request arrives. Units: integer ms. */
export function exchange(clock: VirtualClock, oneWayMs: () => number, reply: (now: number) => Reply): Promise<Answer> {
  return new Promise((resolve) => {
    clock.timer(clock.mono() + oneWayMs(), () => {
      const { status, headers = {}, serviceMs = 0, leave } = reply(clock.mono());
      const arrive = () => resolve({ status, headers, receivedAt: clock.mono() });
      if (leave !== undefined) clock.timer(clock.mono() + serviceMs, leave);
      clock.timer(clock.mono() + serviceMs + oneWayMs(), arrive);
    });
  });
}

/** Shows an answer to the engine and refuses what it does not rule to be delivered. */
export function settle(attempt: AttemptContext, answer: Answer): Answer {
  const ruling = attempt.observe(answer);
  if (ruling.verdict !== 'deliver') throw createRefusal(answer, ruling);
  return answer;
}
