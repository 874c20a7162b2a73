import type { LookupTable, LookupTables } from '../contracts/state.ts';
import { DiskTable } from './disk-table.ts';
import { stateError } from './state-error.ts';

export interface LookupTablesOptions {
  /** Where tables too large for memory go, each in a file of its own that is gone when it is closed. */
  readonly folder: string;
  /**
   * Keys a table holds in memory before it moves to disk.
   *
   * @default 50_000 (some 15 MB with short values; four times as many make the heap grow by 100 MB that it does not give back)
   */
  readonly maxKeysInMemory?: number;
}

type Values = readonly (string | undefined)[];

/** Creates tables that are built once and then read per row; a key that is put twice keeps its last values. */
export function createLookupTables({ folder, maxKeysInMemory = 50_000 }: LookupTablesOptions): LookupTables {
  return { create: (name) => new SpillingTable(name, maxKeysInMemory, folder) };
}

class SpillingTable implements LookupTable {
  readonly #name: string;
  readonly #maxKeys: number;
  readonly #folder: string;
  #memory: Map<string, Values> | undefined = new Map();
  #disk: DiskTable | undefined;
  #sealed = false;

  constructor(name: string, maxKeys: number, folder: string) {
    this.#name = name;
    this.#maxKeys = maxKeys;
    this.#folder = folder;
  }

  /** Distinct keys; known once sealed. */
  get size(): number {
    return this.#memory?.size ?? this.#disk?.size ?? 0;
  }

  put(key: string, values: Values): void {
    if (this.#sealed) throw stateError('written', this.#name, 'the table is sealed');
    if (this.#memory !== undefined) {
      this.#memory.set(key, [...values]);
      if (this.#memory.size > this.#maxKeys) this.#spill(this.#memory);
    } else this.#disk?.put(key, values);
  }

  #spill(memory: Map<string, Values>): void {
    const disk = new DiskTable(this.#name, this.#folder);
    this.#disk = disk;
    this.#memory = undefined;
    for (const [key, values] of memory) disk.put(key, values);
  }

  seal(): void {
    if (this.#sealed) return;
    this.#sealed = true;
    this.#disk?.seal();
  }

  get(key: string): Values | undefined {
    if (!this.#sealed) throw stateError('read', this.#name, 'the table is not sealed');
    return this.#memory === undefined ? this.#disk?.get(key) : this.#memory.get(key);
  }

  close(): void {
    this.#sealed = true;
    this.#memory = undefined;
    this.#disk?.close();
    this.#disk = undefined;
  }
}
