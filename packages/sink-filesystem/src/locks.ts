import { DatabaseSync } from 'node:sqlite';
import { sinkFailure } from './sink-failure.ts';

export interface HeldLock {
  release(): void;
}

/** Locks between processes that die with their holder. */
export interface Locks {
  /** Takes the lock of a name or answers undefined at once; `path` need not exist, its directory must. */
  tryAcquire(path: string): HeldLock | undefined;
}

/** SQLITE_BUSY, sqlite.org/rescode.html#busy. */
const busy = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === busy;
}

/**
 * Locks held as write locks on empty SQLite databases: the kernel lets go of them when the process ends, however it ends.
 *
 * Nothing is ever written to the databases, so that no power cut can damage one.
 */
export const sqliteLocks: Locks = Object.freeze({
  tryAcquire(path: string): HeldLock | undefined {
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(path, { timeout: 0 });
      // Without this an empty journal file would lie beside the lock.
      database.exec('PRAGMA journal_mode = MEMORY');
      database.exec('BEGIN IMMEDIATE');
    } catch (error) {
      database?.close();
      if (isBusy(error)) return undefined;
      throw sinkFailure(error, 'lock', path);
    }
    const held = database;
    return { release: () => held.close() };
  },
});
