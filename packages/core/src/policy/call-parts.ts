import type { Answer, AttemptContext, Operation } from '../contracts/policy.ts';
import type { Rng } from '../random/rng.ts';
import type { Judgement } from './classify.ts';
import type { DecisionLog, RecordFields } from './decision-log.ts';
import type { DspContext } from './dsp-context.ts';
import type { EngineTime } from './engine-time.ts';
import type { Admission } from './gate/admission.ts';
import type { Permit } from './gate/gate-view.ts';
import type { ScopeNode } from './gate/scope-node.ts';
import type { MemoryGateStore } from './memory-gate-store.ts';

/** What all calls of an engine share. */
export interface Shared {
  readonly time: EngineTime;
  readonly rng: Rng;
  readonly log: DecisionLog;
  readonly admission: Admission;
  readonly store: MemoryGateStore;
  /** In a replay: holds a call that asks the gate anew until the log says that it did. */
  readonly turnstile: ((callId: string) => Promise<void>) | undefined;
}

/** What the attempts of one call share. */
export interface CallParts {
  readonly operation: Operation;
  readonly callId: string;
  /** The call's name without its run. */
  readonly request: string;
  readonly context: DspContext;
  readonly path: readonly ScopeNode[];
  readonly shared: Shared;
  log(k: string, fields: RecordFields): void;
  deferralMs(judgement: Judgement, wallMs: number, answer: Pick<Answer, 'headers'>): number | undefined;
}

export interface CallOptions<T> {
  readonly operation: Operation;
  readonly callId: string;
  readonly request: string;
  readonly ticket: number;
  readonly context: DspContext;
  readonly shared: Shared;
  readonly fn: (context: AttemptContext) => Promise<T>;
  readonly signal: AbortSignal;
}

/** The record of an admission: what the gate of the credential allowed at that instant. */
export function admitRecord(
  { context, path }: CallParts,
  permits: readonly Permit[],
  queued: boolean,
  att: number,
): RecordFields {
  const view = path[context.credentialLevel(path)]?.gate.view();
  return {
    ...{ att, gen: view?.generation, inFlight: view?.inFlight, limit: view?.limit, queued },
    ...{ lease: permits.find((permit) => permit.lease !== undefined)?.lease?.slot },
    ...{ quota: view?.quota, reserve: view?.reserved },
  };
}
