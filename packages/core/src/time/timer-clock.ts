import { CancelledError } from '../errors/leaves.ts';
import type { Clock } from './clock.ts';

/** The largest delay a platform timer takes; a longer one would fire at once. Units: ms. */
const longestDelayMs = 2 ** 31 - 1;

/** What a clock is built on; timers may fire early or late, the clock makes up for both. */
export interface TimerSource {
  wall(): number;
  mono(): number;
  /** Calls back after about `delayMs` and returns the way to take that back. */
  arm(callback: () => void, delayMs: number): () => void;
}

/** Builds a clock on platform timers: long waits in chunks, the remaining time recomputed after every wake. */
export function createTimerClock(source: TimerSource): Clock {
  function timer(due: number, callback: () => void): Disposable {
    let disarm: (() => void) | undefined;
    const wait = () => {
      const remainingMs = due - source.mono();
      if (remainingMs <= 0) {
        disarm = undefined;
        callback();
        return;
      }
      disarm = source.arm(wait, Math.min(Math.ceil(remainingMs), longestDelayMs));
    };
    disarm = source.arm(wait, Math.max(0, Math.min(Math.ceil(due - source.mono()), longestDelayMs)));
    return {
      [Symbol.dispose]() {
        disarm?.();
        disarm = undefined;
      },
    };
  }
  return { wall: source.wall, mono: source.mono, timer, sleepUntil: sleeper(source.mono, timer) };
}

/** Turns timers into an abortable sleep that leaves neither timer nor listener behind. */
export function sleeper(mono: Clock['mono'], timer: Clock['timer']): Clock['sleepUntil'] {
  return (due, signal) => {
    if (signal?.aborted) return Promise.reject(new CancelledError());
    if (due <= mono()) return Promise.resolve();
    return new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        armed[Symbol.dispose]();
        reject(new CancelledError());
      };
      const armed = timer(due, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  };
}
