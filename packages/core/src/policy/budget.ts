/** Caps retries relative to first sends over a sliding window, per DSP. Units: integer ms. */
export class RetryBudget {
  readonly #config: { readonly windowMs: number; readonly ratio: number; readonly floorPerSec: number };
  readonly #firsts = new Recent();
  readonly #retries = new Recent();

  constructor(config: { readonly windowMs: number; readonly ratio: number; readonly floorPerSec: number }) {
    this.#config = config;
  }

  firstSend(now: number): void {
    this.#firsts.add(now);
  }

  /** Spends one retry if there is one left; `cap` is what the window allows in all. */
  spend(now: number): { readonly ok: boolean; readonly used: number; readonly cap: number } {
    const { windowMs, ratio, floorPerSec } = this.#config;
    const since = now - windowMs;
    const cap = Math.floor(ratio * this.#firsts.countAfter(since) + (floorPerSec * windowMs) / 1000);
    const used = this.#retries.countAfter(since);
    const ok = used + 1 <= cap;
    if (ok) this.#retries.add(now);
    return { ok, used: used + (ok ? 1 : 0), cap };
  }
}

/** Counts events of one instant together, and drops those that left the window. */
class Recent {
  #events: { readonly at: number; count: number }[] = [];
  #first = 0;
  #total = 0;

  add(at: number): void {
    const last = this.#events.at(-1);
    if (last?.at === at) last.count += 1;
    else this.#events.push({ at, count: 1 });
    this.#total += 1;
  }

  countAfter(since: number): number {
    for (let event = this.#events[this.#first]; event !== undefined && event.at <= since; ) {
      this.#total -= event.count;
      this.#first += 1;
      event = this.#events[this.#first];
    }
    if (this.#first > 1024) {
      this.#events = this.#events.slice(this.#first);
      this.#first = 0;
    }
    return this.#total;
  }
}
