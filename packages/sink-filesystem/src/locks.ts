import { type HeldLock, tryLock } from '@ledgerline/core';
import { sinkFailure } from './sink-failure.ts';

/** Locks between processes that die with their holder. */
export interface Locks {
  /** Takes the lock of a name or answers undefined at once; `path` need not exist, its directory must. */
  tryAcquire(path: string): HeldLock | undefined;
}

/** The locks of the kernel. */
export const sqliteLocks: Locks = Object.freeze({
  tryAcquire(path: string): HeldLock | undefined {
    try {
      return tryLock(path);
    } catch (error) {
      throw sinkFailure(error, 'lock', path);
    }
  },
});
