import type { CellStep, ColumnRule } from '../contracts/columns.ts';

/** A rule that reads a cell of the row; the only kind that {@link optional} applies to. */
export type ColumnCell = Extract<ColumnRule, { kind: 'column' }>;

function splitWords(words: readonly (string | CellStep)[]): { headers: string[]; steps: CellStep[] } {
  const headers: string[] = [];
  const steps: CellStep[] = [];
  for (const word of words) {
    if (typeof word === 'string') headers.push(word);
    else steps.push(word);
  }
  return { headers, steps };
}

/**
 * Reads a field from a column: header names by any of which it may go, then the transforms of its cells in order.
 *
 * Shape: `column('Payable', 'Payable invoice')`, `column('ISRC', strip('-'), upper())`; exactly one of the names must be there.
 *
 * @example
 * ```ts
 * const columns = {
 *   isrc: column('ISRC', strip('-'), upper()),
 *   amount: column('Payable', 'Payable invoice', scale(-6)),
 *   upc: optional(column('UPC', blank('N/A'))),
 *   period: column('Day', date('YYYYMMDD')),
 *   saleType: column('Kind', table({ S: 'stream', R: 'return' })),
 *   territory: fromReport('country'),
 *   currency: constant('EUR'),
 * };
 * assert.deepEqual(columns.amount.headers, ['Payable', 'Payable invoice']);
 * ```
 */
export function column(header: string, ...more: readonly (string | CellStep)[]): ColumnCell {
  const { headers, steps } = splitWords([header, ...more]);
  return Object.freeze({
    kind: 'column',
    headers: Object.freeze(headers),
    optional: false,
    steps: Object.freeze(steps),
  });
}

/**
 * Lets a document do without the column: the field is then absent in every row.
 *
 * @example
 * ```ts
 * const upc = optional(column('UPC', blank('N/A')));
 * assert.equal(upc.optional, true);
 * ```
 */
export function optional(rule: ColumnCell): ColumnCell {
  return Object.freeze({ ...rule, optional: true });
}

/**
 * Gives every row the same value.
 *
 * @example
 * ```ts
 * const columns = { currency: constant('EUR') };
 * assert.deepEqual(columns.currency, { kind: 'constant', value: 'EUR' });
 * ```
 */
export function constant(value: string): ColumnRule {
  return Object.freeze({ kind: 'constant', value });
}

/**
 * Takes the value from the report: `period`, `account`, `scope`, `feed`, or a key of its `facts`.
 *
 * @example
 * ```ts
 * const columns = { period: fromReport('period'), territory: fromReport('country') }; // a key of the report's `facts`
 * assert.deepEqual(columns.territory, { kind: 'fromReport', property: 'country' });
 * ```
 */
export function fromReport(property: string): ColumnRule {
  return Object.freeze({ kind: 'fromReport', property });
}

/**
 * Takes the first of several rules that gives a non-empty value.
 *
 * @example
 * ```ts
 * const title = coalesce(optional(column('Display title')), column('Title'));
 * assert.equal(title.rules.length, 2);
 * ```
 */
export function coalesce(...rules: readonly ColumnRule[]): ColumnRule {
  return Object.freeze({ kind: 'coalesce', rules: Object.freeze([...rules]) });
}

/** How a joined value is found: the column of this row that is the key, the column of the lookup that is taken. */
export interface JoinOptions {
  readonly by: string | readonly string[];
  readonly take: string;
  readonly steps?: readonly CellStep[];
}

/**
 * Takes a value from another document that the source names in its `lookups`.
 *
 * @example
 * ```ts
 * const isrc = joined('tracks', { by: 'Track id', take: 'isrc' }); // `lookups: { tracks: … }` of the source
 * assert.deepEqual(isrc.by, ['Track id']);
 * ```
 */
export function joined(lookup: string, { by, take, steps = [] }: JoinOptions): ColumnRule {
  const keys = typeof by === 'string' ? [by] : [...by];
  return Object.freeze({ kind: 'joined', lookup, by: Object.freeze(keys), take, steps: Object.freeze([...steps]) });
}
