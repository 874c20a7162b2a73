import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

/** Units: milliseconds to wait for another process's write; writes are small, so only a stuck process takes longer. */
const busyMs = 10_000;
const table =
  'CREATE TABLE IF NOT EXISTS state (space TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (space, key)) WITHOUT ROWID';

/** SQLITE_READONLY and SQLITE_CANTOPEN, sqlite.org/rescode.html. */
const deniedBySqlite: readonly unknown[] = [8, 14];
/** ENOENT is what Node says when a folder, its ancestors included, cannot be made on a read-only file system. */
const deniedByKernel: readonly unknown[] = ['EACCES', 'EPERM', 'EROFS', 'ENOENT'];

/** Opens the file, creating it and its folder; where nothing may be written, opens it to be read, and every write fails. */
export function openDatabase(path: string): DatabaseSync {
  try {
    return openToWrite(path);
  } catch (error) {
    if (!isDenied(error)) throw error;
    try {
      return openToRead(path);
    } catch {
      throw error;
    }
  }
}

function openToWrite(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  // FULL: what a resolved write promised must survive a power cut; WAL alone promises that only with it.
  return prepared(new DatabaseSync(path, { timeout: busyMs }), [
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;',
    table,
  ]);
}

function openToRead(path: string): DatabaseSync {
  // A store that was never made holds nothing, and nothing can be put in it.
  if (!existsSync(path)) return prepared(new DatabaseSync(':memory:'), [table, 'PRAGMA query_only = ON']);
  // Beside a journal there may be a process that writes to it; without one nobody has the file open, and no other file is needed.
  const isInUse = existsSync(`${path}-wal`);
  const place = isInUse ? path : new URL(`${pathToFileURL(path).href}?immutable=1`);
  return prepared(new DatabaseSync(place, { readOnly: true, timeout: busyMs }), ['SELECT 1 FROM state LIMIT 1']);
}

function prepared(database: DatabaseSync, statements: readonly string[]): DatabaseSync {
  try {
    for (const statement of statements) database.exec(statement);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isDenied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('errcode' in error && typeof error.errcode === 'number') return deniedBySqlite.includes(error.errcode & 0xff);
  return 'code' in error && deniedByKernel.includes(error.code);
}
