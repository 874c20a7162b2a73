import { type CellColumn, hashCell, hashSeed, sameCell, utf8Text } from './cells.ts';

interface Entry<Value> {
  readonly bytes: Uint8Array;
  /** Where cell k of the key ends; an absent cell ends where it began and is marked. */
  readonly ends: Int32Array;
  readonly absent: number;
  readonly value: Value;
  readonly next: Entry<Value> | undefined;
}

/** A map from the cells that a row has in some columns to a value; a look-up makes no strings and no garbage. */
export class CellTable<Value> {
  readonly #make: (texts: readonly (string | undefined)[]) => Value;
  readonly #chains = new Map<number, Entry<Value>>();
  readonly #values: Value[] = [];
  #last: Entry<Value> | undefined;

  /** `make` is called once per distinct key, with its texts. */
  constructor(make: (texts: readonly (string | undefined)[]) => Value) {
    this.#make = make;
  }

  /** In the order in which keys were first seen. */
  values(): readonly Value[] {
    return this.#values;
  }

  /** The value of row `index`; an undefined column is absent in every row. */
  at(columns: readonly (CellColumn | undefined)[], index: number): Value {
    const last = this.#last;
    if (last && matches(last, columns, index)) return last.value;
    let hash = hashSeed;
    for (const column of columns) {
      const start = column?.start[index] ?? -1;
      hash =
        column && start >= 0
          ? hashCell(column.bytes, start, column.end[index]!, hash)
          : Math.imul(hash ^ 0x2ff, 0x01000193);
    }
    for (let entry = this.#chains.get(hash); entry; entry = entry.next) {
      if (matches(entry, columns, index)) {
        this.#last = entry;
        return entry.value;
      }
    }
    return this.#add(hash, columns, index);
  }

  #add(hash: number, columns: readonly (CellColumn | undefined)[], index: number): Value {
    const texts = columns.map((column) => {
      const start = column?.start[index] ?? -1;
      return column && start >= 0 ? utf8Text(column.bytes, start, column.end[index]!) : undefined;
    });
    const cells = texts.map((text) => Buffer.from(text ?? ''));
    let end = 0;
    const ends = Int32Array.from(cells, (cell) => (end += cell.length));
    const absent = texts.reduce((mask, text, at) => (text === undefined ? mask | (1 << at) : mask), 0);
    const value = this.#make(texts);
    this.#last = { bytes: Buffer.concat(cells), ends, absent, value, next: this.#chains.get(hash) };
    this.#chains.set(hash, this.#last);
    this.#values.push(value);
    return value;
  }
}

function matches<Value>(entry: Entry<Value>, columns: readonly (CellColumn | undefined)[], index: number): boolean {
  let from = 0;
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at];
    const to = entry.ends[at]!;
    const start = column?.start[index] ?? -1;
    if (start < 0 !== ((entry.absent >> at) & 1) > 0) return false;
    if (column && start >= 0 && !sameCell(column.bytes, start, column.end[index]!, entry.bytes, from, to)) return false;
    from = to;
  }
  return true;
}
