import type { Place } from '../upstream.ts';

/** What goes wrong on the way. Those above the line answer instead of the DSP, those below spoil its answer. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** An answer in the DSP's own words. */
  | { readonly kind: 'answer'; readonly name: string; readonly respond: () => Response }
  /** The connection ends before there is an answer. */
  | { readonly kind: 'reset' }
  /** No answer at all. */
  | { readonly kind: 'hang' }
  /** The answer that the request before this one got, or the first of this place, once more. */
  | { readonly kind: 'replay'; readonly of: 'previous' | 'first' }
  // ---
  /** The connection ends within the body. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** The body stops coming. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** `Content-Length` is off by so many bytes. */
  | { readonly kind: 'wrong-length'; readonly byBytes: number }
  /** The last bytes are missing, with a length that fits. */
  | { readonly kind: 'truncated'; readonly missingBytes: number }
  /** A gzip document in two members. */
  | { readonly kind: 'multi-member' }
  /** Small chunks. */
  | { readonly kind: 'slices'; readonly bytes: number }
  /** Another text inside, compressed as before, with a length and an ETag of its own. */
  | { readonly kind: 'edit'; readonly name: string; readonly edit: (text: string) => string };

/** Which requests a fault hits; every one when nothing is said. */
export interface FaultAt {
  readonly at?: Place;
  /** The path and query of exactly one document. */
  readonly path?: string;
  /** Which of the matching requests, counted from 1. */
  readonly nth?: number | readonly number[];
  /** From which of the matching requests on, counted from 1. */
  readonly from?: number;
}

/** The fault switches of a wire. */
export interface Faults {
  /** Switches a fault on; disposing switches it off. */
  add(at: FaultAt, fault: Fault): Disposable;
  clear(): void;
  /** The faults that hit this request, in the order they were added; counts it. */
  take(place: Place, path: string): readonly Fault[];
}

interface Switch {
  readonly where: FaultAt;
  readonly fault: Fault;
  calls: number;
}

function matches({ where }: Switch, place: Place, path: string): boolean {
  return (where.at === undefined || where.at === place) && (where.path === undefined || where.path === path);
}

function isDue({ where: { nth, from = 1 }, calls }: Switch): boolean {
  if (calls < from) return false;
  return nth === undefined || (typeof nth === 'number' ? nth === calls : nth.includes(calls));
}

/** Whether a fault hits every document alike. */
function isForAll({ at, path, nth, from }: FaultAt): boolean {
  return at === 'document' && path === undefined && nth === undefined && from === undefined;
}

/** A fault that hits all documents is handed to `atSource` first, which answers undefined when it can only happen on the way. */
export function createFaults(atSource: (fault: Fault) => Disposable | undefined = () => undefined): Faults {
  const switches = new Set<Switch>();
  const rewritten = new Set<Disposable>();
  return {
    add(where, fault) {
      const done = isForAll(where) ? atSource(fault) : undefined;
      if (done !== undefined) {
        rewritten.add(done);
        return done;
      }
      const added: Switch = { where, fault, calls: 0 };
      switches.add(added);
      return { [Symbol.dispose]: () => void switches.delete(added) };
    },
    clear() {
      switches.clear();
      for (const done of rewritten) done[Symbol.dispose]();
      rewritten.clear();
    },
    take(place, path) {
      const hits: Fault[] = [];
      for (const candidate of switches) {
        if (!matches(candidate, place, path)) continue;
        candidate.calls += 1;
        if (isDue(candidate)) hits.push(candidate.fault);
      }
      return hits;
    },
  };
}
