import type { DatabaseSync } from 'node:sqlite';

/** A lock that is held until it is released or its process ends, however it ends. */
export interface HeldLock {
  release(): void;
}

/** SQLITE_BUSY, sqlite.org/rescode.html#busy. */
const busy = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === busy;
}

/**
 * Takes a lock between processes, or answers undefined at once when another one holds it; `path` need not exist, its directory must.
 *
 * It is a write lock on an empty SQLite database, which the kernel lets go of with its holder; nothing is ever written to it, so that no power
 * cut can damage it. Errors: what SQLite throws when the file cannot be opened.
 */
export function tryLock(path: string): HeldLock | undefined {
  // Asked for at the first lock: authors of connectors load this file and never lock.
  const { DatabaseSync: Database } = process.getBuiltinModule('node:sqlite');
  let database: DatabaseSync | undefined;
  try {
    database = new Database(path, { timeout: 0 });
    // Without this an empty journal file would lie beside the lock.
    database.exec('PRAGMA journal_mode = MEMORY');
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  const held = database;
  return { release: () => held.close() };
}
