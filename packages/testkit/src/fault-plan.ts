import { createRng } from '@ledgerline/core/runtime';
import type { Place, RunningUpstream } from './upstream.ts';
import { places } from './upstream.ts';
import type { Fault, FaultAt } from './wire/fault.ts';

/** One fault of a plan, as data. */
export type PlannedFault =
  | { readonly at: FaultAt; readonly fault: Exclude<Fault, { kind: 'answer' | 'edit' | 'replay' }> }
  /** An answer in the DSP's words; left out where it has none. */
  | { readonly answer: 'throttled'; readonly nth: number; readonly retryAfter: string | undefined }
  | { readonly answer: 'tokenExpired' | 'addressExpired' | 'notReady'; readonly nth: number };

/** A reproducible bad day: the same seed is the same plan. */
export interface FaultPlan {
  readonly seed: string | number;
  readonly faults: readonly PlannedFault[];
}

/** Units: seconds; within what a run waits for, and beyond it. */
const retryAfters = ['0', '1', '30', '120', '7200', undefined];
const statuses = [500, 502, 503, 504, 429, 408];

/** Draws a bad day of one to eight faults; every one of them ends by itself. */
export function createFaultPlan(seed: string | number): FaultPlan {
  const rng = createRng(`fault-plan/${seed}`);
  let drawn = 0;
  const int = (below: number): number => {
    drawn += 1;
    return Math.floor(rng.uniform({ scope: 'plan', callId: '-', attempt: drawn, purpose: 'fault' }) * below);
  };
  const pick = <T>(from: readonly T[]): T => from[int(from.length)] as T;
  const bytes = (): number => pick([0, 1, 9, 100, 1000, 20_000]);

  function onTheWay(): PlannedFault {
    const at = pick<Place | undefined>([...places, undefined]);
    const fault = pick<() => Exclude<Fault, { kind: 'answer' | 'edit' | 'replay' }>>([
      () => ({ kind: 'status', status: pick(statuses) }),
      () => ({ kind: 'reset' }),
      () => ({ kind: 'hang' }),
      () => ({ kind: 'cut', afterBytes: bytes() }),
      () => ({ kind: 'stall', afterBytes: bytes() }),
      () => ({ kind: 'wrong-length', byBytes: pick([-100, -1, 1, 7, 5000]) }),
      () => ({ kind: 'truncated', missingBytes: pick([1, 8, 60, 200]) }),
      () => ({ kind: 'multi-member' }),
      () => ({ kind: 'slices', bytes: 1 + int(200) }),
    ])();
    // Text without a length of its own cannot tell that its end is missing, so only documents are truncated.
    const documents = fault.kind === 'truncated' || fault.kind === 'wrong-length';
    const place = documents ? 'document' : at;
    const first = 1 + int(place === 'document' ? 5 : 12);
    const nth = Array.from({ length: 1 + int(3) }, (_, index) => first + index);
    return { at: { ...(place === undefined ? {} : { at: place }), nth }, fault };
  }

  function inItsWords(): PlannedFault {
    const nth = 1 + int(10);
    const answer = pick(['throttled', 'throttled', 'tokenExpired', 'addressExpired', 'notReady'] as const);
    return answer === 'throttled' ? { answer, nth, retryAfter: pick(retryAfters) } : { answer, nth };
  }

  const faults = Array.from({ length: 1 + int(8) }, () => (int(3) === 0 ? inItsWords() : onTheWay()));
  return Object.freeze({ seed, faults: Object.freeze(faults) });
}

/** A plan in the words of one DSP. */
export function faultsOf({ faults }: FaultPlan, { answers }: RunningUpstream): readonly (readonly [FaultAt, Fault])[] {
  return faults.flatMap((planned): (readonly [FaultAt, Fault])[] => {
    if ('fault' in planned) return [[planned.at, planned.fault]];
    const { answer: name, nth } = planned;
    const special = name === 'throttled' ? answers.throttled?.(planned.retryAfter) : answers[name]?.();
    if (special === undefined) return [];
    return [
      [
        { at: special.at, nth },
        { kind: 'answer', name, respond: () => special.respond() },
      ],
    ];
  });
}
