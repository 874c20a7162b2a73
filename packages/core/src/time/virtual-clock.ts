import type { Clock } from './clock.ts';
import { sleeper } from './timer-clock.ts';
import { TimerQueue } from './timer-queue.ts';

/**
 * A clock whose time passes only when told: a discrete-event queue for tests, simulations and replay.
 *
 * Order: events fire by instant, then by the order they were made; every promise chain an event starts is
 * finished before the next event fires.
 */
export class VirtualClock implements Clock {
  readonly #queue = new TimerQueue();
  readonly #turn = setImmediate;
  #now: number;
  #wallOffset: number;

  constructor(options: { readonly wallMs?: number; readonly monoMs?: number } = {}) {
    this.#now = options.monoMs ?? 0;
    this.#wallOffset = (options.wallMs ?? 1_767_225_600_000) - this.#now;
  }

  wall = (): number => this.#now + this.#wallOffset;
  mono = (): number => this.#now;
  timer = (due: number, callback: () => void): Disposable => ({ [Symbol.dispose]: this.#queue.add(due, callback) });
  sleepUntil = sleeper(this.mono, this.timer);

  /** Timers that will still fire. */
  get pending(): number {
    return this.#queue.size;
  }

  /** Moves the wall clock without moving time, as an operator or NTP does. */
  stepWall(byMs: number): void {
    this.#wallOffset += byMs;
  }

  /** Fires the next event, if it is due by `untilMono`, without waiting for the promises it settles. */
  step(untilMono = Number.POSITIVE_INFINITY): boolean {
    const due = this.#queue.nextDue();
    if (due === undefined || due > untilMono) return false;
    this.#now = Math.max(this.#now, due);
    this.#queue.take()?.();
    return true;
  }

  /** Moves to an instant without firing what falls due on the way. */
  jumpTo(mono: number): void {
    this.#now = Math.max(this.#now, mono);
  }

  /** Lets every promise that can settle now settle. */
  settle(): Promise<void> {
    return new Promise((resolve) => this.#turn(resolve));
  }

  /** Lets `ms` pass, firing what falls due. */
  advance(ms: number): Promise<void> {
    return this.advanceTo(this.#now + ms);
  }

  async advanceTo(mono: number): Promise<void> {
    await this.settle();
    while (this.step(mono)) await this.settle();
    this.#now = Math.max(this.#now, mono);
  }

  /** Runs until `done` settles and returns its value, or until no event is left. */
  async run<T>(done: Promise<T>): Promise<T> {
    const state: { settled: boolean } = { settled: false };
    const mark = () => {
      state.settled = true;
    };
    done.then(mark, mark);
    await this.settle();
    while (!state.settled && this.step()) await this.settle();
    if (!state.settled)
      throw new Error(`Nothing is left to happen at ${this.#now} ms, yet the awaited promise is pending.`);
    return done;
  }

  /** Runs until no event is left. */
  async runAll(): Promise<void> {
    await this.settle();
    while (this.step()) await this.settle();
  }

  /** Puts this clock behind `setTimeout` and `clearTimeout` until disposed, for code that cannot be given a clock. */
  install(): Disposable {
    const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
    const handles = new WeakMap<object, () => void>();
    const set = (callback: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]) => {
      const handle = { ref: () => handle, unref: () => handle, hasRef: () => true };
      handles.set(
        handle,
        this.#queue.add(this.#now + Math.max(0, delayMs), () => callback(...args)),
      );
      return handle;
    };
    const clear = (handle: unknown) => {
      if (typeof handle === 'object' && handle !== null) handles.get(handle)?.();
    };
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
    return {
      [Symbol.dispose]() {
        Object.assign(globalThis, { setTimeout: realSet, clearTimeout: realClear });
      },
    };
  }
}
