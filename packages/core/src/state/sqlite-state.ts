import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { JsonValue } from '../contracts/json.ts';
import type { StateStore, StateWrite } from '../contracts/state.ts';
import { openDatabase } from './open-database.ts';
import { stateError } from './state-error.ts';

/**
 * Opens the state store in a file, creating it and its folder; where nothing may be written it can be read.
 *
 * Errors: SinkError with code `STATE_UNAVAILABLE`, from here and from every method.
 */
export function openSqliteState(path: string): StateStore {
  const database = guarded('opened', path, () => openDatabase(path));
  const get = database.prepare('SELECT value FROM state WHERE space = ? AND key = ?');
  const list = database.prepare(
    'SELECT key, value FROM state WHERE space = ?1 AND substr(key, 1, length(?2)) = ?2 ORDER BY key',
  );
  const put = database.prepare(
    'INSERT INTO state (space, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  const drop = database.prepare('DELETE FROM state WHERE space = ? AND key = ?');

  return {
    async get(space, key) {
      const row = guarded('read', path, () => get.get(space, key));
      return row === undefined ? undefined : parse(row.value, path);
    },
    async list(space, prefix = '') {
      const rows = guarded('read', path, () => list.all(space, prefix));
      return rows.map((row) => ({ key: String(row.key), value: parse(row.value, path) }));
    },
    async write(changes) {
      guarded('written', path, () => writeAll(database, put, drop, changes));
    },
    async close() {
      if (database.isOpen) guarded('closed', path, () => database.close());
    },
  };
}

function writeAll(
  database: DatabaseSync,
  put: StatementSync,
  drop: StatementSync,
  changes: readonly StateWrite[],
): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const { space, key, value } of changes) {
      if (value === undefined) drop.run(space, key);
      else put.run(space, key, JSON.stringify(value));
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function guarded<T>(attempted: string, path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw stateError(attempted, path, error);
  }
}

function parse(text: unknown, path: string): JsonValue {
  return guarded('read', path, () => {
    const value: JsonValue = JSON.parse(String(text));
    return value;
  });
}
