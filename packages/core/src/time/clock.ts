/**
 * The only source of time; injected everywhere.
 *
 * Units: milliseconds. `wall` counts from the Unix epoch and may jump; `mono` counts from an arbitrary start and never goes back.
 */
export interface Clock {
  wall(): number;
  mono(): number;
  /** Resolves at or after the monotonic instant, never before; rejects at once with a CancelledError when the signal aborts. */
  sleepUntil(mono: number, signal?: AbortSignal): Promise<void>;
  /** Calls back once at or after the monotonic instant unless disposed first. */
  timer(mono: number, callback: () => void): Disposable;
}
