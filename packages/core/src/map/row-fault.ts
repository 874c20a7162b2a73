/** Why a row cannot be mapped. */
export interface RowFault {
  readonly code: string;
  /** The field (or column) at fault. */
  readonly path: string;
  readonly message: string;
}

/** The faults of one batch by row; the first of a row stands. */
export class RowFaults {
  readonly #byRow = new Map<number, RowFault>();

  add(row: number, fault: RowFault): void {
    if (!this.#byRow.has(row)) this.#byRow.set(row, fault);
  }

  /** Order: by row. */
  entries(): (readonly [number, RowFault])[] {
    return [...this.#byRow].sort(([left], [right]) => left - right);
  }
}
