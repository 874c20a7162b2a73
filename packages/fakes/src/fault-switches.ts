/** Which of the matching requests a fault hits; every one when nothing is said. */
export interface Turns {
  /** Counted from 1. */
  readonly nth?: number | readonly number[];
  /** Only the first so many. */
  readonly times?: number;
}

/** The fault switches of a fake: `Place` is which requests a fault hits, `Asked` a request. */
export interface FaultSwitches<Place, Fault, Asked> {
  /** Switches a fault on; disposing switches it off. */
  add(place: Place, fault: Fault): Disposable;
  clear(): void;
  /** The faults that hit this request, in the order they were added; counts it. */
  take(asked: Asked): readonly Fault[];
}

function isTheirTurn({ nth, times }: Turns, calls: number): boolean {
  if (times !== undefined && calls > times) return false;
  return nth === undefined || (typeof nth === 'number' ? nth === calls : nth.includes(calls));
}

/** Whether a text is the wanted one: every one when nothing is wanted, a text that has the part, or one of the pattern. */
export function isLike(wanted: string | RegExp | undefined, text: string): boolean {
  return wanted === undefined || (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text));
}

/** Switches for a fake whose requests match as it says. */
export function createFaultSwitches<Place extends Turns, Fault, Asked>(
  matches: (place: Place, asked: Asked) => boolean,
): FaultSwitches<Place, Fault, Asked> {
  const switches = new Set<{ readonly place: Place; readonly fault: Fault; calls: number }>();
  return {
    add(place, fault) {
      const added = { place, fault, calls: 0 };
      switches.add(added);
      return { [Symbol.dispose]: () => void switches.delete(added) };
    },
    clear: () => switches.clear(),
    take(asked) {
      const hits: Fault[] = [];
      for (const candidate of switches) {
        if (!matches(candidate.place, asked)) continue;
        candidate.calls += 1;
        if (isTheirTurn(candidate.place, candidate.calls)) hits.push(candidate.fault);
      }
      return hits;
    },
  };
}
