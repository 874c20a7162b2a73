/** What goes wrong. Those above the line answer instead of the fake, those below spoil its answer. */
export type BucketFault =
  /** An error document: `{ kind: 'error', status: 503, code: 'SlowDown' }`. */
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: string;
      readonly headers?: Record<string, string>;
    }
  /** 301 or 307 to another region, by header and document. */
  | { readonly kind: 'moved'; readonly status: 301 | 307; readonly region: string }
  /** The connection ends before there is an answer. */
  | { readonly kind: 'reset' }
  // ---
  /** The connection ends within the body. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** The body stops and nothing more comes. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** `Content-Length` is off by so many bytes. */
  | { readonly kind: 'wrong-length'; readonly byBytes: number }
  /** The object is replaced before it is read, as between listing and getting it. */
  | { readonly kind: 'swap'; readonly content: Uint8Array | string }
  /** The object is removed before it is read. */
  | { readonly kind: 'vanish' }
  | { readonly kind: 'malformed-xml' };

/** Which requests a fault hits. */
export interface BucketFaultPlace {
  readonly op?: 'list' | 'get';
  /** A part of the key, or a pattern for it; every key when absent. */
  readonly key?: string | RegExp;
  /** Which of the matching calls, counted from 1; every one when absent. */
  readonly nth?: number | readonly number[];
}

/** The fault switches of a fake. */
export interface BucketFaults {
  /** Switches a fault on; disposing switches it off. */
  add(place: BucketFaultPlace, fault: BucketFault): Disposable;
  clear(): void;
  /** The faults that hit this request, in the order they were added; counts it. */
  take(op: 'list' | 'get', key: string): readonly BucketFault[];
}

interface Switch {
  readonly place: BucketFaultPlace;
  readonly fault: BucketFault;
  calls: number;
}

function matches({ op, key }: BucketFaultPlace, asked: 'list' | 'get', name: string): boolean {
  if (op !== undefined && op !== asked) return false;
  return key === undefined || (typeof key === 'string' ? name.includes(key) : key.test(name));
}

function isDue({ place: { nth }, calls }: Switch): boolean {
  return nth === undefined || (typeof nth === 'number' ? nth === calls : nth.includes(calls));
}

export function createBucketFaults(): BucketFaults {
  const switches = new Set<Switch>();
  return {
    add(place, fault) {
      const added: Switch = { place, fault, calls: 0 };
      switches.add(added);
      return { [Symbol.dispose]: () => void switches.delete(added) };
    },
    clear: () => switches.clear(),
    take(op, key) {
      const hits: BucketFault[] = [];
      for (const candidate of switches) {
        if (!matches(candidate.place, op, key)) continue;
        candidate.calls += 1;
        if (isDue(candidate)) hits.push(candidate.fault);
      }
      return hits;
    },
  };
}
