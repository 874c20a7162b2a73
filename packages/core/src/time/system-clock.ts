import type { Clock } from './clock.ts';
import { createTimerClock } from './timer-clock.ts';

/** Creates the clock of a real process; its timers keep the process alive. */
export function createSystemClock(): Clock {
  return createTimerClock({
    wall: () => Date.now(),
    mono: () => performance.now(),
    arm(callback, delayMs) {
      const handle = setTimeout(callback, delayMs);
      return () => clearTimeout(handle);
    },
  });
}
