import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { textHash } from '../bytes/text-hash.ts';
import { stateError } from './state-error.ts';

type Values = readonly (string | undefined)[];

/** Units: keys of each of the two halves; rows of one report repeat the same few thousand tracks. */
const maxRecent = 4_096;

/** Units: keys asked for lately, and the marks that stand for them (a power of two, some for each). */
const maxAsked = 32_768;
const askedMarks = maxAsked * 8;

/** Units: rows of one INSERT; more gain nothing. */
const rowsPerInsert = 64;

/** Keeps apart the files of two tables of one name in one process. */
let opened = 0;

/**
 * A lookup table in a file: rows are appended as they come and sorted once, because random inserts into a large tree
 * are what makes such tables slow. Lost with the process, so nothing is journalled.
 */
export class DiskTable {
  readonly #name: string;
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #pending: string[] = [];
  /** Two halves that change places, rather than one from which the oldest is taken out: a map that loses a key with each it gains leaves garbage by the megabyte. */
  #recent = new Map<string, Values | null>();
  #older = new Map<string, Values | null>();
  /** A key is remembered when it is asked for again: those asked for once would only grow the heap that remembers them. */
  readonly #asked = new Uint8Array(askedMarks);
  #askedKeys = 0;
  #select: StatementSync | undefined;
  #size = 0;

  constructor(name: string, folder: string) {
    this.#name = name;
    opened += 1;
    const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
    this.#path = join(folder, `${hash}-${process.pid}-${opened}.lookup`);
    this.#database = this.#guarded('created', () => {
      mkdirSync(folder, { recursive: true });
      rmSync(this.#path, { force: true });
      const database = new DatabaseSync(this.#path);
      // 8 MiB of cache whatever the table's size. A journal in memory stays small: pages that are new are not journalled,
      // and OFF is refused by node:sqlite's defensive mode.
      database.exec(
        'PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -8192; PRAGMA temp_store = FILE;',
      );
      database.exec('CREATE TABLE rows (key TEXT NOT NULL, fields TEXT NOT NULL); BEGIN');
      return database;
    });
    this.#insert = this.#database.prepare(insertOf(rowsPerInsert));
  }

  get size(): number {
    return this.#size;
  }

  put(key: string, values: Values): void {
    this.#pending.push(key, JSON.stringify(values));
    if (this.#pending.length < rowsPerInsert * 2) return;
    this.#guarded('written', () => this.#insert.run(...this.#pending));
    this.#pending.length = 0;
  }

  seal(): void {
    this.#guarded('written', () => {
      if (this.#pending.length > 0) {
        this.#database.prepare(insertOf(this.#pending.length / 2)).run(...this.#pending);
        this.#pending.length = 0;
      }
      // One tree that holds key and fields: a get is one descent. `fields` is taken from the row with the greatest rowid.
      this.#database.exec(
        'COMMIT; CREATE TABLE sealed (key TEXT PRIMARY KEY, fields TEXT NOT NULL, put INTEGER) WITHOUT ROWID; ' +
          'INSERT INTO sealed SELECT key, fields, max(rowid) FROM rows GROUP BY key',
      );
      this.#size = Number(this.#database.prepare('SELECT count(*) AS keys FROM sealed').get()?.keys);
      this.#select = this.#database.prepare('SELECT fields FROM sealed WHERE key = ?');
    });
  }

  get(key: string): Values | undefined {
    const known = this.#recent.get(key);
    if (known !== undefined) return known ?? undefined;
    const older = this.#older.get(key);
    const values = older === undefined ? this.#read(key) : older;
    if (older === undefined && !this.#askedBefore(key)) return values ?? undefined;
    if (this.#recent.size === maxRecent) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(key, values);
    return values ?? undefined;
  }

  #askedBefore(key: string): boolean {
    // Two keys of one hash cost a place among the remembered, no more.
    const mark = textHash(key) & (askedMarks - 1);
    if (this.#asked[mark] === 1) return true;
    if (this.#askedKeys === maxAsked) {
      this.#asked.fill(0);
      this.#askedKeys = 0;
    }
    this.#askedKeys += 1;
    this.#asked[mark] = 1;
    return false;
  }

  /** Null for a key that is not there. */
  #read(key: string): Values | null {
    const row = this.#guarded('read', () => this.#select?.get(key));
    return row === undefined ? null : decode(String(row.fields));
  }

  close(): void {
    this.#recent.clear();
    this.#older.clear();
    this.#guarded('closed', () => {
      this.#database.close();
      rmSync(this.#path, { force: true });
    });
  }

  #guarded<T>(attempted: string, act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw stateError(attempted, `${this.#path} (lookup "${this.#name}")`, error);
    }
  }
}

function insertOf(rows: number): string {
  return `INSERT INTO rows (key, fields) VALUES ${Array.from({ length: rows }, () => '(?, ?)').join(', ')}`;
}

/** JSON has no `undefined`: an absent value travels as null. */
function decode(text: string): Values {
  const stored: (string | null)[] = JSON.parse(text);
  return stored.map((value) => value ?? undefined);
}
