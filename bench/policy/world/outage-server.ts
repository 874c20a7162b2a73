/** What the DSP of E3 answers: nothing but 503 during the outage, then as many calls at once as it has slots. Units: ms. */
export class OutageServer {
  readonly outageMs = 60_000;
  readonly serviceMs = 200;
  readonly #slots = 50;
  #busy = 0;

  /** True when the call was taken; `leave` must follow after `serviceMs`. */
  enter(now: number): boolean {
    if (now < this.outageMs || this.#busy >= this.#slots) return false;
    this.#busy += 1;
    return true;
  }

  leave(): void {
    this.#busy -= 1;
  }
}

/** What E3 reports about one run. */
export interface OutageOutcome {
  readonly calls: number;
  readonly inOutage: number;
  /** From the end of the outage to the last answer. */
  readonly drainS: number;
  /** From the end of the outage to the median job's answer. */
  readonly p50S: number;
  /** Most sends in any 100 ms from the end of the outage on. */
  readonly peak: number;
  /** Instants of every send. Units: ms. */
  readonly sends: readonly number[];
}

/** Sums up a run from its instants. */
export function outageOutcome(outageMs: number, sends: readonly number[], finishes: readonly number[]): OutageOutcome {
  const bins = new Map<number, number>();
  for (const sent of sends) {
    if (sent < outageMs) continue;
    const bin = Math.floor(sent / 100);
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  const ordered = [...finishes].sort((a, b) => a - b);
  return {
    calls: sends.length,
    inOutage: sends.filter((sent) => sent < outageMs).length,
    drainS: (ordered.at(-1)! - outageMs) / 1000,
    p50S: (ordered[Math.floor(ordered.length / 2)]! - outageMs) / 1000,
    peak: Math.max(0, ...bins.values()),
    sends,
  };
}
