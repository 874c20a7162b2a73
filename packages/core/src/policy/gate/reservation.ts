/** A later end than this is a new quota window: whole-second resets wobble by one second. Units: ms. */
const sameWindowMs = 1001;

/**
 * Spends no more requests than the server said were left.
 *
 * Answers arrive out of order, so what is left only ever shrinks within a window, except when nothing is in flight.
 */
export class Reservation {
  #left: number | undefined;
  #smallest = 0;
  #end = 0;
  #latestEnd = 0;

  /** True while the server's own numbers steer admission. */
  get active(): boolean {
    return this.#left !== undefined;
  }

  get left(): number | undefined {
    return this.#left;
  }

  /** The instant the current window ends. */
  get end(): number {
    return this.#latestEnd;
  }

  /** An answer said `remaining` are left until `end`; `inFlight` others may or may not be counted in that. */
  observe(remaining: number, end: number, inFlight: number): void {
    if (this.#left === undefined || end > this.#end + sameWindowMs) {
      this.#left = Math.max(0, remaining - inFlight);
      this.#smallest = remaining;
      this.#end = end;
      this.#latestEnd = end;
      return;
    }
    this.#left = Math.min(this.#left, remaining);
    this.#smallest = Math.min(this.#smallest, remaining);
    this.#latestEnd = Math.max(this.#latestEnd, end);
  }

  take(): void {
    if (this.#left !== undefined) this.#left = Math.max(0, this.#left - 1);
  }

  /** Nothing is in flight any more: what the server last counted is exact. */
  idle(): void {
    if (this.#left !== undefined) this.#left = this.#smallest;
  }

  /** Forgets the window once it is over. */
  expire(now: number): void {
    if (this.#left !== undefined && now >= this.#latestEnd) this.#left = undefined;
  }
}
