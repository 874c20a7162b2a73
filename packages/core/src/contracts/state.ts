import type { JsonValue } from './json.ts';

/** One change of the state store; an absent value deletes. */
export interface StateWrite {
  readonly space: string;
  readonly key: string;
  readonly value: JsonValue | undefined;
}

/**
 * Small durable facts between runs: closed windows, parked reports, baselines. Never rows.
 *
 * Called rarely, from one process or several. `write` is one transaction: all or nothing, durable when it resolves.
 * Errors: SinkError with code `STATE_UNAVAILABLE`.
 */
export interface StateStore {
  get(space: string, key: string): Promise<JsonValue | undefined>;
  list(space: string, prefix?: string): Promise<readonly { readonly key: string; readonly value: JsonValue }[]>;
  write(changes: readonly StateWrite[]): Promise<void>;
  close(): Promise<void>;
}

/** When a report was first asked for (epoch ms), by sync id, until it is committed. */
export const firstRequestSpace = 'first-requests';

/** A disk-backed table built once per run and key, then read synchronously per row; memory is bounded whatever its size. */
export interface LookupTable {
  put(key: string, values: readonly (string | undefined)[]): void;
  /** No more puts; makes gets fast. */
  seal(): void;
  get(key: string): readonly (string | undefined)[] | undefined;
  readonly size: number;
  close(): void;
}

/** Reference data that validators look rows up in: built once per run, shared by its syncs, gone with it. */
export interface SharedTables {
  /** The table of that key; `fill` is called when nobody has asked for it in this run, and the table is sealed after it. */
  open(
    key: string,
    fill: (table: Pick<LookupTable, 'put'>) => Promise<void>,
  ): Promise<Pick<LookupTable, 'get' | 'size'>>;
}

export interface LookupTables {
  create(name: string): LookupTable;
}
