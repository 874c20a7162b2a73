import type { Decision } from '../contracts/policy.ts';

/** What the engine did towards one DSP in one run. Units: counts, and whole ms. */
export interface DspFigures {
  /** Logical requests. */
  readonly calls: number;
  /** Requests handed to the transport; more than `calls` where something was sent again. */
  readonly sends: number;
  /** Answers of the kind "not now". */
  readonly throttled: number;
  /** Times a scope was closed: by what the DSP said, or by failures in a row. */
  readonly windows: number;
  /** How long scopes were closed, all added up. */
  readonly closedMs: number;
  /** Sends that waited because their scope was closed; each would have been refused. */
  readonly callsSaved: number;
  /** Calls parked for a later run. */
  readonly deferred: number;
  readonly gaveUp: number;
}

type Count = { -readonly [K in keyof DspFigures]: number };

const nothing: DspFigures = {
  calls: 0,
  sends: 0,
  throttled: 0,
  windows: 0,
  closedMs: 0,
  callsSaved: 0,
  deferred: 0,
  gaveUp: 0,
};

/** Causes of a hold that mean a closed scope; the others are our own pacing. */
const closed = new Set(['hint', 'failures', 'throttle', 'quota', 'inconclusive', 'isolated', 'imported', 'probe']);

/** Adds up the decision log as it is written; derived from the records alone, so a kept log gives the same figures. */
export class PolicyFigures {
  readonly #byDsp = new Map<string, Count>();

  take(record: Decision): void {
    const { k, scope, t } = record;
    if (typeof scope !== 'string') return;
    const dsp = scope.slice(0, scope.includes('/') ? scope.indexOf('/') : undefined);
    const count = this.#byDsp.get(dsp) ?? { ...nothing };
    this.#byDsp.set(dsp, count);
    if (k === 'call') count.calls += 1;
    else if (k === 'admit') count.sends += 1;
    else if (k === 'verdict' && record.verdict === 'throttle') count.throttled += 1;
    else if (k === 'gate' && record.to === 'Open') {
      count.windows += 1;
      if (typeof record.until === 'number' && typeof t === 'number') count.closedMs += Math.max(0, record.until - t);
    } else if (k === 'hold' && closed.has(String(record.cause))) count.callsSaved += 1;
    else if (k === 'settle' && record.outcome === 'deferred') count.deferred += 1;
    else if (k === 'settle' && record.outcome === 'gave-up') count.gaveUp += 1;
  }

  byDsp(): Readonly<Record<string, DspFigures>> {
    return Object.fromEntries([...this.#byDsp].sort(([left], [right]) => (left < right ? -1 : 1)));
  }
}
