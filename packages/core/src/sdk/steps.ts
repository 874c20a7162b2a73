import type { CellStep } from '../contracts/columns.ts';

/** Turns a cell into upper case. */
export function upper(): CellStep {
  return Object.freeze({ kind: 'upper' });
}

/** Removes every occurrence of the given characters: `strip('- ')`. */
export function strip(characters: string): CellStep {
  return Object.freeze({ kind: 'strip', characters });
}

/** Multiplies by ten to the power of `exponent`, exactly: `scale(-6)` for micros. */
export function scale(exponent: number): CellStep {
  if (!Number.isInteger(exponent)) throw new RangeError(`scale takes a whole exponent of ten, not ${exponent}.`);
  return Object.freeze({ kind: 'scale', exponent });
}

/** Reads a day or month written by a pattern (`YYYYMMDD`, `MM/DD/YYYY`, `DD-MM-YYYY`, `YYYYMM`) into ISO form. */
export function date(pattern: string): CellStep {
  return Object.freeze({ kind: 'date', pattern });
}

/** Replaces a cell by a table; a value that is not in it is kept, or makes the row a dead letter. @default 'reject' */
export function table(
  entries: Readonly<Record<string, string>>,
  { otherwise = 'reject' }: { readonly otherwise?: 'keep' | 'reject' } = {},
): CellStep {
  return Object.freeze({ kind: 'table', entries: Object.freeze({ ...entries }), otherwise });
}

/** Reads a decimal with other marks than `.`: `decimal(',', { thousands: '.' })`. */
export function decimal(mark: '.' | ',', { thousands }: { readonly thousands?: string } = {}): CellStep {
  return Object.freeze(thousands === undefined ? { kind: 'decimal', mark } : { kind: 'decimal', mark, thousands });
}

/** Turns the given texts into an absent cell: `blank('N/A', '-')`. */
export function blank(...values: readonly string[]): CellStep {
  return Object.freeze({ kind: 'blank', values: Object.freeze([...values]) });
}
