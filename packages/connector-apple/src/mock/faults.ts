import type { ReporterRequest } from './parse-request.ts';

/** What goes wrong. Those above the line answer instead of the fake, those below spoil its answer. */
export type Fault =
  /** An error of Apple's, by code; under `status: 200` as well. */
  | { readonly kind: 'error'; readonly code: number; readonly message?: string; readonly status?: number }
  /** Something in between that is not Reporter. */
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  /** The connection ends before there is an answer. */
  | { readonly kind: 'reset' }
  // ---
  /** The connection ends within the body. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** The last bytes of the file are missing, with a length that fits. */
  | { readonly kind: 'truncated-gzip'; readonly missingBytes: number }
  /** The file is about other days, so many of them later, under the right name. */
  | { readonly kind: 'other-days'; readonly byDays: number };

/** Which requests a fault hits. */
export interface FaultPlace {
  /** `Sales.getReport`; every one when absent. */
  readonly command?: string;
  /** Text that one of the arguments must be, such as a report type or a date; every one when absent. */
  readonly argument?: string;
  /** Which of the matching calls, counted from 1; every one when absent. */
  readonly nth?: number | readonly number[];
}

/** The fault switches of a fake. */
export interface Faults {
  /** Switches a fault on; disposing switches it off. */
  add(place: FaultPlace, fault: Fault): Disposable;
  clear(): void;
  /** The faults that hit this request, in the order they were added; counts it. */
  take(request: Pick<ReporterRequest, 'command' | 'args'>): readonly Fault[];
}

interface Switch {
  readonly place: FaultPlace;
  readonly fault: Fault;
  calls: number;
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
    take({ command, args }) {
      const hits: Fault[] = [];
      for (const candidate of switches) {
        const { place } = candidate;
        if (place.command !== undefined && place.command !== command) continue;
        if (place.argument !== undefined && !args.includes(place.argument)) continue;
        candidate.calls += 1;
        if (isDue(candidate)) hits.push(candidate.fault);
      }
      return hits;
    },
  };
}
