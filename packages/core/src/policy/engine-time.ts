import type { Clock } from '../time/clock.ts';

/**
 * Time as the engine counts it: integer milliseconds since it began.
 *
 * It stands still between inputs: whatever comes in from outside (a call, an answer, a timer, a stop) calls `sample` first, and all that follows
 * from it happens at that instant. So a decision depends on recorded inputs alone, and a log replays byte for byte.
 * Order: now rounds down and receipts round up, so that rounding can only make a wait longer; a standing clock is late, never early.
 */
export class EngineTime {
  readonly wallStart: number;
  readonly #clock: Clock;
  readonly #base: number;
  readonly #onWake: (due: number) => void;
  #now = 0;
  #wall: number;

  constructor(clock: Clock, onWake: (due: number) => void) {
    this.#clock = clock;
    this.#base = Math.floor(clock.mono());
    this.#onWake = onWake;
    this.wallStart = Math.floor(clock.wall());
    this.#wall = this.wallStart;
  }

  /** Moves on to the present; called once at the start of every input. */
  sample(): void {
    this.#now = Math.max(this.#now, Math.floor(this.#clock.mono()) - this.#base);
    this.#wall = Math.floor(this.#clock.wall());
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#wall;
  }

  /** An instant of the injected clock in engine time. */
  receipt(mono: number): number {
    return Math.ceil(mono) - this.#base;
  }

  at(due: number, callback: () => void): Disposable {
    return this.#clock.timer(this.#base + due, () => {
      this.sample();
      this.#onWake(due);
      callback();
    });
  }
}
