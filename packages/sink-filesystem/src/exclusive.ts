import { type Clock, type HeldLock, SinkError } from '@ledgerline/core';
import type { Locks } from './locks.ts';

/** Runs one critical section at a time, over all processes. */
export type Exclusive = <T>(section: () => Promise<T>) => Promise<T>;

export interface ExclusiveOptions {
  readonly locks: Locks;
  readonly clock: Clock;
  readonly path: string;
  readonly waitMs: number;
}

/** Creates the gate to the lake's one lock; sections of this process queue, other processes are polled for. */
export function createExclusive({ locks, clock, path, waitMs }: ExclusiveOptions): Exclusive {
  let tail: Promise<unknown> = Promise.resolve();

  async function acquire(): Promise<HeldLock> {
    const deadline = clock.mono() + waitMs;
    for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 100)) {
      const held = locks.tryAcquire(path);
      if (held) return held;
      if (clock.mono() >= deadline)
        throw new SinkError(
          `Another process has been committing to this lake for ${waitMs} ms (${path} is locked). Nothing was published; run again when it is done, or raise lockWaitMs.`,
          { code: 'SINK_BUSY', disposition: 'retry', details: { path } },
        );
      await clock.sleepUntil(Math.min(clock.mono() + pauseMs, deadline));
    }
  }

  return (section) => {
    const turn = tail.then(async () => {
      const held = await acquire();
      try {
        return await section();
      } finally {
        held.release();
      }
    });
    tail = turn.catch(() => undefined);
    return turn;
  };
}
