import type { Clock } from '../time/clock.ts';

/**
 * Time as the engine counts it: integer milliseconds since it began.
 *
 * Order: now rounds down and receipts round up, so that rounding can only make a wait longer.
 */
export class EngineTime {
  readonly wallStart: number;
  readonly #clock: Clock;
  readonly #base: number;
  readonly #onWake: (due: number) => void;

  constructor(clock: Clock, onWake: (due: number) => void) {
    this.#clock = clock;
    this.#base = Math.floor(clock.mono());
    this.#onWake = onWake;
    this.wallStart = Math.floor(clock.wall());
  }

  now(): number {
    return Math.floor(this.#clock.mono()) - this.#base;
  }

  wall(): number {
    return Math.floor(this.#clock.wall());
  }

  /** An instant of the injected clock in engine time. */
  receipt(mono: number): number {
    return Math.ceil(mono) - this.#base;
  }

  at(due: number, callback: () => void): Disposable {
    return this.#clock.timer(this.#base + due, () => {
      this.#onWake(due);
      callback();
    });
  }
}
