/** What the DSP of E2 answers; `retryAfterSeconds` is honest and rounded up, as `Retry-After` demands. */
export type QuotaAnswer = { readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number };

/** A fixed-window quota: `limit` answers per window, everything above is a 429. Units: ms. */
export class QuotaServer {
  readonly #limitAt: (window: number) => number;
  readonly #perMs: number;
  #window = -1;
  #used = 0;
  refused = 0;

  constructor(perMs: number, limitAt: (window: number) => number) {
    this.#perMs = perMs;
    this.#limitAt = limitAt;
  }

  /** What is left of the window of this instant. */
  left(now: number): number {
    return this.#limitAt(this.#turn(now)) - this.#used;
  }

  answer(now: number): QuotaAnswer {
    const window = this.#turn(now);
    if (this.#used < this.#limitAt(window)) {
      this.#used += 1;
      return { ok: true };
    }
    this.refused += 1;
    return { ok: false, retryAfterSeconds: Math.ceil(((window + 1) * this.#perMs - now) / 1000) };
  }

  #turn(now: number): number {
    const window = Math.floor(now / this.#perMs);
    if (window !== this.#window) {
      this.#window = window;
      this.#used = 0;
    }
    return window;
  }
}

/** Counts sends made after some worker had received a closing hint and before it ends. */
export class WindowWatch {
  #until = Number.NEGATIVE_INFINITY;
  inWindow = 0;

  hint(endsAt: number): void {
    this.#until = Math.max(this.#until, endsAt);
  }

  sent(now: number): void {
    if (now < this.#until) this.inWindow += 1;
  }
}
