import type { LookupSource, OpenBody } from '../contracts/source.ts';
import type { LookupTable, LookupTables, SharedTables } from '../contracts/state.ts';
import { PayloadError } from '../errors/leaves.ts';

/** A lookup in use; values come in the order of `fields`. */
export interface OpenLookup {
  readonly fields: readonly string[];
  get(key: string): readonly (string | undefined)[] | undefined;
  release(): void;
}

interface Entry {
  readonly table: Promise<LookupTable>;
  users: number;
  lastUse: number;
}

/** Tables kept although nobody uses them now: the next report of the same day will. */
const maxIdle = 2;

/** Builds each lookup once per run, shares it between syncs, and closes what has not been used for longest. */
export class LookupPool implements SharedTables {
  readonly #tables: LookupTables;
  readonly #entries = new Map<string, Entry>();
  #uses = 0;

  constructor(tables: LookupTables) {
    this.#tables = tables;
  }

  async acquire(lookup: LookupSource, request: OpenBody): Promise<OpenLookup> {
    const fields = Object.keys(lookup.take);
    const entry = this.#entries.get(lookup.key) ?? {
      table: buildTable(this.#tables.create(lookup.key), lookup, request),
      users: 0,
      lastUse: 0,
    };
    this.#entries.set(lookup.key, entry);
    entry.users += 1;
    this.#uses += 1;
    entry.lastUse = this.#uses;
    try {
      const table = await entry.table;
      return { fields, get: (key) => table.get(key), release: () => this.#release(entry) };
    } catch (error) {
      this.#entries.delete(lookup.key);
      throw error;
    }
  }

  async open(key: string, fill: Parameters<SharedTables['open']>[1]) {
    const name = `reference ${key}`;
    // Its one user is the run.
    const entry = this.#entries.get(name) ?? { table: filled(this.#tables.create(name), fill), users: 1, lastUse: 0 };
    this.#entries.set(name, entry);
    try {
      return await entry.table;
    } catch (error) {
      this.#entries.delete(name);
      throw error;
    }
  }

  #release(entry: Entry): void {
    entry.users -= 1;
    const idle = [...this.#entries].filter(([, other]) => other.users === 0);
    idle.sort(([, left], [, right]) => left.lastUse - right.lastUse);
    for (const [key, old] of idle.slice(0, Math.max(0, idle.length - maxIdle))) {
      this.#entries.delete(key);
      void old.table.then((table) => table.close());
    }
  }

  async close(): Promise<void> {
    const open = [...this.#entries.values()];
    this.#entries.clear();
    for (const entry of open) await entry.table.then((table) => table.close()).catch(() => undefined);
  }
}

async function filled(table: LookupTable, fill: Parameters<SharedTables['open']>[1]): Promise<LookupTable> {
  try {
    await fill(table);
    table.seal();
    return table;
  } catch (error) {
    table.close();
    throw error;
  }
}

async function buildTable(table: LookupTable, lookup: LookupSource, request: OpenBody): Promise<LookupTable> {
  const wanted = Object.values(lookup.take);
  let columns: { by: string; take: readonly (string | undefined)[] } | undefined;
  try {
    const rows = lookup.source.open({
      ...request,
      batchRows: 4096,
      bind: (header) => {
        const by = pick(header, lookup.by);
        if (by === undefined)
          throw new PayloadError(
            `${lookup.source.object} has no column ${lookup.by.join(' or ')} to look rows up by; it has ${header.join(', ')}.`,
            { code: 'COLUMN_MISSING', details: { object: lookup.source.object } },
          );
        columns = { by, take: wanted.map((names) => pick(header, names)) };
        return [by, ...columns.take.filter((name) => name !== undefined)];
      },
    });
    for await (const batch of rows) {
      if (!columns) continue;
      for (let index = 0; index < batch.length; index += 1) {
        const row = batch.row(index);
        const key = row.get(columns.by);
        if (key)
          table.put(
            key,
            columns.take.map((name) => (name === undefined ? undefined : row.get(name))),
          );
      }
    }
    table.seal();
    return table;
  } catch (error) {
    table.close();
    throw error;
  }
}

/** The first of the names that the header has. */
function pick(header: readonly string[], names: readonly string[]): string | undefined {
  return names.find((name) => header.includes(name));
}
