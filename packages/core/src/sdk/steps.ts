import type { CellStep } from '../contracts/columns.ts';

/**
 * Turns a cell into upper case.
 *
 * @example
 * ```ts
 * const read = readCell('isrc', 'Cell', upper());
 * assert.equal(read({ get: () => 'dezz12600001' }), 'DEZZ12600001');
 * ```
 */
export function upper(): CellStep {
  return Object.freeze({ kind: 'upper' });
}

/**
 * Removes every occurrence of the given characters: `strip('- ')`.
 *
 * @example
 * ```ts
 * const read = readCell('isrc', 'Cell', strip('- '));
 * assert.equal(read({ get: () => 'DE-ZZ1-26-00001' }), 'DEZZ12600001');
 * ```
 */
export function strip(characters: string): CellStep {
  return Object.freeze({ kind: 'strip', characters });
}

/**
 * Multiplies by ten to the power of `exponent`, exactly: `scale(-6)` for micros.
 *
 * @example
 * ```ts
 * const read = readCell('amount', 'Cell', scale(-6));
 * assert.equal(read({ get: () => '1230000' }), '1.230000');
 * ```
 */
export function scale(exponent: number): CellStep {
  if (!Number.isInteger(exponent)) throw new RangeError(`scale takes a whole exponent of ten, not ${exponent}.`);
  return Object.freeze({ kind: 'scale', exponent });
}

/**
 * Reads a day or month written by a pattern (`YYYYMMDD`, `MM/DD/YYYY`, `DD-MM-YYYY`, `YYYYMM`) into ISO form.
 *
 * @example
 * ```ts
 * const read = readCell('period', 'Cell', date('DD/MM/YYYY'));
 * assert.equal(read({ get: () => '05/03/2026' }), '2026-03-05');
 * ```
 */
export function date(pattern: string): CellStep {
  return Object.freeze({ kind: 'date', pattern });
}

/**
 * Replaces a cell by a table; a value that is not in it is kept, or makes the row a dead letter. @default 'reject'
 *
 * @example
 * ```ts
 * const read = readCell('saleType', 'Cell', table({ S: 'stream', R: 'return' }));
 * assert.equal(read({ get: () => 'S' }), 'stream');
 * assert.throws(() => read({ get: () => 'X' }), { code: 'CELL_NOT_IN_TABLE' });
 * ```
 */
export function table(
  entries: Readonly<Record<string, string>>,
  { otherwise = 'reject' }: { readonly otherwise?: 'keep' | 'reject' } = {},
): CellStep {
  return Object.freeze({ kind: 'table', entries: Object.freeze({ ...entries }), otherwise });
}

/**
 * Reads a decimal with other marks than `.`: `decimal(',', { thousands: '.' })`.
 *
 * @example
 * ```ts
 * const read = readCell('amount', 'Cell', decimal(',', { thousands: '.' }));
 * assert.equal(read({ get: () => '1.234,56' }), '1234.56');
 * ```
 */
export function decimal(mark: '.' | ',', { thousands }: { readonly thousands?: string } = {}): CellStep {
  return Object.freeze(thousands === undefined ? { kind: 'decimal', mark } : { kind: 'decimal', mark, thousands });
}

/**
 * Turns the given texts into an absent cell: `blank('N/A', '-')`.
 *
 * @example
 * ```ts
 * const read = readCell('upc', 'Cell', blank('N/A', '-'));
 * assert.equal(read({ get: () => 'N/A' }), undefined);
 * ```
 */
export function blank(...values: readonly string[]): CellStep {
  return Object.freeze({ kind: 'blank', values: Object.freeze([...values]) });
}
