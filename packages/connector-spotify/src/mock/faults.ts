import type { OriginName } from './request-log.ts';

/** How a leaf is handed out: a redirect, its URL as text, or the document itself. */
export type Delivery = '303' | '302' | '307' | 'url-in-303-body' | 'url-as-text' | 'direct' | 'empty';

/** What goes wrong. Those above the line answer instead of the fake, those below spoil its answer. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  | { readonly kind: 'token-expired' }
  | { readonly kind: 'not-yet' }
  /** 429, with whatever `Retry-After` text is given. */
  | { readonly kind: 'throttle'; readonly retryAfter?: string }
  | { readonly kind: 'quota' }
  | { readonly kind: 'redirect-loop' }
  | { readonly kind: 'signature-expired'; readonly status?: 400 | 403 }
  /** The connection ends before there is an answer. */
  | { readonly kind: 'reset' }
  // ---
  | { readonly kind: 'slow'; readonly chunkBytes: number; readonly chunkDelayMs: number }
  /** The connection ends within the body. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** `Content-Length` is off by so many bytes. */
  | { readonly kind: 'wrong-length'; readonly byBytes: number }
  /** The last bytes of the file are missing, with a length that fits. */
  | { readonly kind: 'truncated-gzip'; readonly missingBytes: number }
  | { readonly kind: 'delivery'; readonly delivery: Delivery };

/** Which requests a fault hits. */
export interface FaultPlace {
  readonly origin?: OriginName;
  /** A part of the path, or a pattern for it; every path when absent. */
  readonly path?: string | RegExp;
  /** Which of the matching calls, counted from 1; every one when absent. */
  readonly nth?: number | readonly number[];
}

/** The fault switches of a fake. */
export interface Faults {
  /** Switches a fault on; disposing switches it off. */
  add(place: FaultPlace, fault: Fault): Disposable;
  clear(): void;
  /** The faults that hit this request, in the order they were added; counts it. */
  take(origin: OriginName, path: string): readonly Fault[];
}

interface Switch {
  readonly place: FaultPlace;
  readonly fault: Fault;
  calls: number;
}

function matches({ place }: Switch, origin: OriginName, path: string): boolean {
  if (place.origin !== undefined && place.origin !== origin) return false;
  if (place.path === undefined) return true;
  return typeof place.path === 'string' ? path.includes(place.path) : place.path.test(path);
}

function isDue({ place: { nth }, calls }: Switch): boolean {
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
    take(origin, path) {
      const hits: Fault[] = [];
      for (const candidate of switches) {
        if (!matches(candidate, origin, path)) continue;
        candidate.calls += 1;
        if (isDue(candidate)) hits.push(candidate.fault);
      }
      return hits;
    },
  };
}
