import { type CellColumn, ColumnBuilder, cellText } from '../bytes/cells.ts';
import type { ByteColumn, ItemBatch, KeptRow, Place, Row, RowBatch } from '../contracts/batch.ts';
import { type ItemField, itemFields, lineSource, type RoyaltyLineItem } from '../contracts/line-item.ts';
import type { Report } from '../contracts/report.ts';

/** Line items over the columns of the rows they were mapped from; a column is copied when its first cell is replaced. */
export class MappedBatch implements ItemBatch {
  readonly report: Report;
  readonly length: number;
  readonly alive: Uint8Array;
  readonly lines: Int32Array;
  readonly #rows: RowBatch;
  readonly #keep: (row: Row) => KeptRow;
  readonly #columns: Map<ItemField, CellColumn>;
  readonly #editable = new Map<ItemField, ColumnBuilder>();

  constructor(report: Report, rows: RowBatch, columns: Map<ItemField, CellColumn>, keep: (row: Row) => KeptRow) {
    this.report = report;
    this.length = rows.length;
    this.lines = rows.lines;
    this.alive = new Uint8Array(rows.length).fill(1);
    this.#rows = rows;
    this.#keep = keep;
    this.#columns = columns;
  }

  column(field: ItemField): ByteColumn | undefined {
    return this.#columns.get(field);
  }

  text(field: ItemField, index: number): string | undefined {
    const column = this.#columns.get(field);
    return column === undefined ? undefined : cellText(column, index);
  }

  set(field: ItemField, index: number, value: string | undefined): void {
    if (!(index >= 0 && index < this.length)) throw new RangeError(`row ${index} of a batch of ${this.length}`);
    let builder = this.#editable.get(field);
    if (builder === undefined) {
      builder = ColumnBuilder.of(this.#columns.get(field), this.length);
      this.#editable.set(field, builder);
    }
    builder.replace(index, value === '' ? undefined : value);
    this.#columns.set(field, builder.finish());
  }

  item(index: number): RoyaltyLineItem {
    const { dsp, account, feed } = this.report;
    const { territory = '', period = '', saleType = '', units = '', ...rest } = this.fields(index);
    const source = lineSource(this.report, this.lines[index]!);
    return { dsp, account, feed, ...rest, territory, period, saleType, units, source };
  }

  /** The cells that are there. */
  fields(index: number): Partial<Record<ItemField, string>> {
    const cells: Partial<Record<ItemField, string>> = {};
    for (const field of itemFields) {
      const text = this.text(field, index);
      if (text !== undefined) cells[field] = text;
    }
    return cells;
  }

  kept(index: number): KeptRow {
    return this.#keep(this.#rows.row(index));
  }

  place(index: number): Place {
    return this.#rows.place(index);
  }

  raw(index: number): string {
    return this.#rows.raw(index);
  }
}
