import type { Row } from './batch.ts';
import type { ItemField } from './line-item.ts';
import type { Report } from './report.ts';

/** A declared transform of one cell; applied in order, before the field's own check. */
export type CellStep =
  | { readonly kind: 'upper' }
  /** Removes every occurrence of the given characters. */
  | { readonly kind: 'strip'; readonly characters: string }
  /** Multiplies by ten to the power of `exponent`, exactly. */
  | { readonly kind: 'scale'; readonly exponent: number }
  /** Reads a day or month written by `pattern` (`YYYYMMDD`, `MM/DD/YYYY`, `DD-MM-YYYY`, `YYYYMM`) into ISO form. */
  | { readonly kind: 'date'; readonly pattern: string }
  /** Replaces by table; a value that is not in it is kept or makes the row a dead letter. */
  | {
      readonly kind: 'table';
      readonly entries: Readonly<Record<string, string>>;
      readonly otherwise: 'keep' | 'reject';
    }
  /** Reads a decimal with other marks than `.`; `thousands` is removed only where it separates groups of three. */
  | { readonly kind: 'decimal'; readonly mark: '.' | ','; readonly thousands?: string }
  /** Turns the given texts (`N/A`, `-`) into an absent cell. */
  | { readonly kind: 'blank'; readonly values: readonly string[] };

/** How one field of the line item comes about; data, so that it compiles. */
export type ColumnRule =
  | {
      readonly kind: 'column';
      /** Header names, by any of which the column may go; exactly one must be there unless `optional`. */
      readonly headers: readonly string[];
      readonly optional: boolean;
      readonly steps: readonly CellStep[];
    }
  | { readonly kind: 'constant'; readonly value: string }
  /** `period`, `account`, `scope`, `feed`, or a key of the report's `facts`. */
  | { readonly kind: 'fromReport'; readonly property: string }
  /** The first rule that gives a non-empty value. */
  | { readonly kind: 'coalesce'; readonly rules: readonly ColumnRule[] }
  /** A value found in a lookup of this document by one of its columns. */
  | {
      readonly kind: 'joined';
      readonly lookup: string;
      readonly by: readonly string[];
      readonly take: string;
      readonly steps: readonly CellStep[];
    };

/** What authors write: a list of header names is short for a column without transforms. */
export type ColumnInput = readonly string[] | ColumnRule;

/** The mapping of a feed, field by field. */
export type ColumnMap = { readonly [F in ItemField]?: ColumnInput };

/** The escape hatch: a pure, synchronous function of one row; throwing a PayloadError makes the row a dead letter. */
export type RowMapper = (row: Row, report: Report) => { readonly [F in ItemField]?: string | undefined };
