import {
  type ByteColumn,
  PayloadError,
  type Place,
  type RejectedRow,
  type Row,
  type RowBatch,
  type RowCursor,
  type SkipCounts,
  strictDecimal,
  strictInteger,
} from '@ledgerline/core';
import type { SaleColumn } from './columns.ts';
import type { SaleRow } from './sale-row.ts';

/** What a batch holds when it is cut. */
export interface BatchContent {
  readonly rows: readonly SaleRow[];
  /** The number of each row among the document's records. */
  readonly numbers: readonly number[];
  readonly rejects: readonly RejectedRow[];
  readonly skipped: SkipCounts;
  readonly cursor: RowCursor;
}

/** A batch of joined rows; cells are made when they are asked for. */
export class SaleBatch implements RowBatch {
  readonly length: number;
  readonly header: readonly string[];
  readonly records: number;
  readonly lines: Int32Array;
  readonly rejects: readonly RejectedRow[];
  readonly skipped: SkipCounts;
  readonly cursor: RowCursor;
  readonly #rows: readonly SaleRow[];
  readonly #numbers: readonly number[];
  readonly #columns: ReadonlyMap<string, SaleColumn>;
  readonly #bound: ReadonlyMap<string, ByteColumn>;

  constructor(
    content: BatchContent,
    columns: ReadonlyMap<string, SaleColumn>,
    header: readonly string[],
    bound: ReadonlyMap<string, ByteColumn>,
  ) {
    this.#rows = content.rows;
    this.#numbers = content.numbers;
    this.#columns = columns;
    this.#bound = bound;
    this.header = header;
    this.length = content.rows.length;
    this.records = content.rows.length + content.rejects.length;
    this.lines = Int32Array.from(content.rows, ({ record }) => record.line);
    this.rejects = content.rejects;
    this.skipped = content.skipped;
    this.cursor = content.cursor;
  }

  column(header: string): ByteColumn {
    const column = this.#bound.get(header);
    if (column === undefined) throw new RangeError(`column ${JSON.stringify(header)} was not bound`);
    return column;
  }

  row(index: number): Row {
    return new JoinedRow(this.#at(index), this.#columns);
  }

  place(index: number): Place {
    const { object, line, byteOffset } = this.#at(index).record;
    return { object, record: this.#numbers[index]!, line, byteOffset };
  }

  raw(index: number): string {
    return this.#at(index).record.raw;
  }

  #at(index: number): SaleRow {
    const row = this.#rows[index];
    if (row === undefined) throw new RangeError(`row ${index} of a batch of ${this.length}`);
    return row;
  }
}

class JoinedRow implements Row {
  readonly #row: SaleRow;
  readonly #columns: ReadonlyMap<string, SaleColumn>;

  constructor(row: SaleRow, columns: ReadonlyMap<string, SaleColumn>) {
    this.#row = row;
    this.#columns = columns;
  }

  get(header: string): string | undefined {
    const known = this.#columns.get(header);
    if (known !== undefined) return known.read(this.#row);
    const { object } = this.#row.record;
    throw new PayloadError(
      `${object} is read without a column ${header}; it has: ${[...this.#columns.keys()].join(', ')}. Name further cells in dsr({ cells }).`,
      { code: 'COLUMN_MISSING', details: { object, header } },
    );
  }

  int(header: string): string {
    return strictInteger(header, this.get(header));
  }

  decimal(header: string): string {
    return strictDecimal(header, this.get(header));
  }

  toObject(): Record<string, string | undefined> {
    return Object.fromEntries([...this.#columns].map(([header, { read }]) => [header, read(this.#row)]));
  }
}
