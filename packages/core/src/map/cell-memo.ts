import { type CellColumn, hashCell, hashSeed, sameCell, utf8Text } from '../bytes/cells.ts';
import type { CellFunction, CellResult } from './cell-steps.ts';

interface Known {
  readonly key: Uint8Array;
  readonly result: CellResult;
  readonly bytes: Uint8Array | undefined;
  /** Where the bytes stand in a column that is being built, and in which one: whoever builds it notes it. */
  column: number;
  start: number;
  end: number;
}

/** A bounded memory of what a function makes of a cell: reports repeat few dates, currencies and types in millions of rows. */
export class CellMemo {
  static readonly slots = 1024;
  readonly #apply: CellFunction;
  readonly #known: (Known | undefined)[] = new Array(CellMemo.slots).fill(undefined);

  constructor(apply: CellFunction) {
    this.#apply = apply;
  }

  /** The result for a present cell; `bytes` is its text when it has one. */
  at({ bytes, start, end }: CellColumn, row: number): Known {
    const from = start[row]!;
    const to = end[row]!;
    const slot = hashCell(bytes, from, to, hashSeed) & (CellMemo.slots - 1);
    const known = this.#known[slot];
    if (known !== undefined && sameCell(bytes, from, to, known.key, 0, known.key.length)) return known;
    const result = this.#apply(utf8Text(bytes, from, to));
    const made = {
      key: Uint8Array.prototype.slice.call(bytes, from, to),
      result,
      bytes: typeof result === 'string' ? Buffer.from(result) : undefined,
      ...{ column: -1, start: 0, end: 0 },
    };
    this.#known[slot] = made;
    return made;
  }
}
