import type { ItemField, RoyaltyLineItem } from './line-item.ts';
import type { Report } from './report.ts';

/**
 * One cell per row: bytes and positions, no strings.
 *
 * Shape: cell `i` is `bytes.subarray(start[i], end[i])`, UTF-8, unescaped; `start[i] === -1` when the row has none.
 * Entries past the batch's length are meaningless.
 */
export interface ByteColumn {
  readonly bytes: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/** Where a row stands in its document. Units: `record` counts data records from 0, `line` counts lines from 1, `byteOffset` counts decoded bytes from 0. */
export interface Place {
  readonly object: string;
  readonly record: number;
  readonly line: number;
  readonly byteOffset: number;
}

/** The step of a row's life at which it failed. */
export type Stage = 'decode' | 'map' | 'validate';

/** A record that failed, with the text as received. */
export interface RejectedRow {
  readonly stage: Stage;
  readonly code: string;
  /** The column or field at fault, when one is. */
  readonly path?: string;
  readonly message: string;
  readonly place: Place;
  readonly raw: string;
  /** The line item as far as it got. */
  readonly item?: Partial<Record<ItemField, string>>;
  /** What mapping it once more takes; absent when it could not be decoded. */
  readonly row?: KeptRow;
}

/** A decoded row in texts, apart from the document it came from: enough to map it again. */
export interface KeptRow {
  /** By header, in the order of the document; null is an absent cell. */
  readonly cells: Readonly<Record<string, string | null>>;
  /** What was found in lookups, by the key that was looked up; null is an absent value. */
  readonly joined?: readonly JoinedValues[];
}

export interface JoinedValues {
  readonly lookup: string;
  readonly key: string;
  readonly values: Readonly<Record<string, string | null>>;
}

/** Records that are no data and were left out, by reason (`blank`, `footer`, `comment`). */
export type SkipCounts = Readonly<Record<string, number>>;

/**
 * An opaque view of one row, for `map(row)` functions: properties by header, strings on demand.
 *
 * Errors: `get` of a header that the document does not have throws a PayloadError when the mapping is bound, never `undefined` per row.
 */
export interface Row {
  /** The cell as text, `''` for an empty cell, `undefined` for an absent one. */
  get(header: string): string | undefined;
  /** An integer cell as canonical text; throws a PayloadError when it is anything else. */
  int(header: string): string;
  /** An exact decimal cell as text; throws a PayloadError when it is anything else. */
  decimal(header: string): string;
  toObject(): Record<string, string | undefined>;
}

/** Where decoding stands after a batch; enough to check and continue from there. */
export interface RowCursor {
  readonly record: number;
  readonly line: number;
  readonly byteOffset: number;
  /** SHA-256 (hex) of the decoded bytes before `byteOffset`: a document that changed underneath is noticed. */
  readonly digest: string;
}

/**
 * Some thousand decoded rows: bytes plus positions, or parsed records; rows on demand.
 *
 * Shape: rows `0 … length-1` in document order. Batches of one document hold equal numbers of records (rows and rejects together)
 * but for the last, wherever the chunks of the transport fell, so that everything downstream is reproducible.
 */
export interface RowBatch {
  readonly length: number;
  readonly header: readonly string[];
  /** Rows plus rejects of this batch. */
  readonly records: number;
  /** A column that was bound; asking for one that was not is a bug and throws. */
  column(header: string): ByteColumn;
  row(index: number): Row;
  place(index: number): Place;
  raw(index: number): string;
  /** The 1-based line of every row, for line items. */
  readonly lines: Int32Array;
  readonly rejects: readonly RejectedRow[];
  readonly skipped: SkipCounts;
  readonly cursor: RowCursor;
  /**
   * Gives the batch's memory to batches to come: afterwards neither it nor anything mapped from it may be touched.
   *
   * Only whoever reads the batches calls it, once per batch; a batch that is not released stays good for as long as it is held.
   */
  release?(): void;
}

/**
 * Mapped rows travelling to validators and sink: one byte column per field.
 *
 * `alive[i]` is 1 while row i is accepted; a rejected row stays in place and is passed over by everyone after.
 */
export interface ItemBatch {
  readonly report: Report;
  readonly length: number;
  readonly alive: Uint8Array;
  readonly lines: Int32Array;
  /** The column of a field, or undefined when no row of this document can have it. */
  column(field: ItemField): ByteColumn | undefined;
  text(field: ItemField, index: number): string | undefined;
  /** Replaces one cell (normalisation); `undefined` removes it. */
  set(field: ItemField, index: number, value: string | undefined): void;
  /** The row as an object, for slow paths, dead letters and tests. */
  item(index: number): RoyaltyLineItem;
  /** The row as it was before mapping, for dead letters; absent in batches that were not mapped from rows. */
  kept?(index: number): KeptRow;
  place(index: number): Place;
  raw(index: number): string;
}
