import type { Part } from './request-log.ts';

/** What goes wrong. Those above the line answer instead of the fake, those below change or spoil its answer. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  | { readonly kind: 'bad-request' | 'unauthenticated' | 'not-found' | 'conflict' }
  /** 403 in either error form. */
  | {
      readonly kind: 'forbidden';
      readonly form: 'current' | 'legacy';
      readonly why: 'scope' | 'service-disabled' | 'daily-quota';
    }
  | { readonly kind: 'quota-minute' | 'quota-day' }
  | { readonly kind: 'server-error'; readonly status: 500 | 503 | 505 }
  /** 502 as a page of HTML. */
  | { readonly kind: 'html-502' }
  | { readonly kind: 'invalid-grant' }
  /** The connection ends before there is an answer. */
  | { readonly kind: 'reset' }
  /** A redirect to another host. */
  | { readonly kind: 'redirect'; readonly location: string }
  // ---
  /** Every token is invalid from after this answer on: it expires in the middle of a listing. */
  | { readonly kind: 'expire-tokens' }
  /** `downloadUrl` of listed reports names this origin. */
  | { readonly kind: 'foreign-url'; readonly origin: string }
  | { readonly kind: 'slow'; readonly chunkBytes: number; readonly chunkDelayMs: number }
  /** The connection ends within the body. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** `Content-Length` is off by so many bytes. */
  | { readonly kind: 'wrong-length'; readonly byBytes: number }
  /** The last bytes are missing, with a length that fits. */
  | { readonly kind: 'truncated'; readonly missingBytes: number }
  /** 200 without a byte. */
  | { readonly kind: 'empty-body' };

/** Which requests a fault hits. */
export interface FaultPlace {
  readonly part?: Part;
  /** A part of the path with its query, or a pattern for it; every path when absent. */
  readonly path?: string | RegExp;
  readonly method?: string;
  /** Which of the matching calls, counted from 1; every one when absent. */
  readonly nth?: number | readonly number[];
  /** Only the next so many matching calls. */
  readonly times?: number;
}

/** The fault switches of a fake. */
export interface Faults {
  /** Switches a fault on; disposing switches it off. */
  add(place: FaultPlace, fault: Fault): Disposable;
  clear(): void;
  /** The faults that hit this request, in the order they were added; counts it. */
  take(request: { readonly part: Part; readonly method: string; readonly path: string }): readonly Fault[];
}

interface Switch {
  readonly place: FaultPlace;
  readonly fault: Fault;
  calls: number;
}

function isDue({ place: { nth, times }, calls }: Switch): boolean {
  if (times !== undefined && calls > times) return false;
  return nth === undefined || (typeof nth === 'number' ? nth === calls : nth.includes(calls));
}

export function createFaults(): Faults {
  const switches = new Set<Switch>();
  return {
    add(place, fault) {
      const added: Switch = { place, fault, calls: 0 };
      switches.add(added);
      return { [Symbol.dispose]: () => void switches.delete(added) };
    },
    clear: () => switches.clear(),
    take(request) {
      const hits: Fault[] = [];
      for (const candidate of switches) {
        const { part, method, path } = candidate.place;
        if ((part ?? request.part) !== request.part || (method ?? request.method) !== request.method) continue;
        if (typeof path === 'string' ? !request.path.includes(path) : path?.test(request.path) === false) continue;
        candidate.calls += 1;
        if (isDue(candidate)) hits.push(candidate.fault);
      }
      return hits;
    },
  };
}
