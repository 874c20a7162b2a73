import { CellCodes, PairCodes } from './cell-codes.ts';
import type { CellColumn } from './cells.ts';

/** A map from the cells that a row has in some columns to a value; a look-up makes no strings and no garbage. */
export class CellTable<Value> {
  readonly #make: (texts: readonly (string | undefined)[]) => Value;
  readonly #values: Value[] = [];
  readonly #cells: readonly CellCodes[];
  /** What joins the codes of the first columns with those of the next. */
  readonly #pairs: readonly PairCodes[];
  /** Per column the codes of the rows looked up last. */
  #codes: readonly Int32Array[] = [];

  /** `make` is called once per distinct key, with its texts. */
  constructor(columns: number, make: (texts: readonly (string | undefined)[]) => Value) {
    this.#make = make;
    this.#cells = Array.from({ length: columns }, () => new CellCodes());
    this.#pairs = Array.from({ length: columns }, () => new PairCodes());
  }

  /** In the order in which keys were first seen. */
  values(): readonly Value[] {
    return this.#values;
  }

  /**
   * Gives for each of the first `length` rows the index of its value in {@link values}; an undefined column is absent in every row.
   *
   * Shape: what stands at rows that are not alive is meaningless; the array is used again by the next call.
   */
  find(columns: readonly (CellColumn | undefined)[], length: number, alive: Uint8Array): Int32Array {
    if (length === 0) return new Int32Array(0);
    if ((this.#codes[0]?.length ?? 0) < length) this.#codes = [...columns, undefined].map(() => new Int32Array(length));
    const joined = this.#codes.at(-1) ?? new Int32Array(0);
    for (const [at, column] of columns.entries()) {
      const codes = this.#codes[at]!;
      if (column === undefined) codes.fill(0);
      else this.#cells[at]!.encode(column, length, alive, codes);
      if (at === 0) joined.set(codes);
      if (at > 0 || columns.length === 1) this.#pairs[at]!.join(joined, codes, length, alive);
    }
    for (let row = 0; row < length; row++) {
      // Pairs are numbered in order of appearance, and so are the values.
      if (joined[row] === this.#values.length && alive[row] !== 0) this.#values.push(this.#make(this.#textsOf(row)));
    }
    return joined;
  }

  #textsOf(row: number): (string | undefined)[] {
    return this.#cells.map(({ texts }, at) => texts[this.#codes[at]![row]!]);
  }
}
