import {
  type ItemBatch,
  type ItemField,
  itemFields,
  lineSource,
  type Place,
  type Report,
  type RoyaltyLineItem,
} from '@ledgerline/core';
import { textColumn } from './text-columns.ts';

/** Fields of a row by name; absent ones are left out. */
export type ItemCells = { readonly [Field in ItemField]?: string };

/** Line items from plain objects, for validators and sinks under test. */
export class PlainItemBatch implements ItemBatch {
  readonly report: Report;
  readonly length: number;
  readonly alive: Uint8Array;
  readonly lines: Int32Array;
  readonly #cells: Partial<Record<ItemField, string>>[];

  /** `firstLine` is the 1-based line of the first row. */
  constructor(report: Report, rows: readonly ItemCells[], firstLine = 2) {
    this.report = report;
    this.length = rows.length;
    this.alive = new Uint8Array(rows.length).fill(1);
    this.lines = Int32Array.from(rows, (_, index) => firstLine + index);
    this.#cells = rows.map((row) => ({ ...row }));
  }

  column(field: ItemField) {
    const texts = this.#cells.map((row) => row[field]);
    return texts.every((text) => text === undefined) ? undefined : textColumn(texts);
  }

  text(field: ItemField, index: number): string | undefined {
    return this.#cells[index]?.[field];
  }

  set(field: ItemField, index: number, value: string | undefined): void {
    const row = this.#cells[index];
    if (row === undefined) throw new RangeError(`row ${index} of a batch of ${this.length}`);
    if (value === undefined || value === '') delete row[field];
    else row[field] = value;
  }

  item(index: number): RoyaltyLineItem {
    const { dsp, account, feed } = this.report;
    const { territory = '', period = '', saleType = '', units = '', ...rest } = this.#cells[index] ?? {};
    const source = lineSource(this.report, this.lines[index] ?? 0);
    return { dsp, account, feed, ...rest, territory, period, saleType, units, source };
  }

  place(index: number): Place {
    const line = this.lines[index] ?? 0;
    return { object: this.report.object, record: line - 2, line, byteOffset: line * 100 };
  }

  raw(index: number): string {
    return itemFields.map((field) => this.text(field, index) ?? '').join('\t');
  }
}
