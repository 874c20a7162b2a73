import { CellTable } from '../bytes/cell-table.ts';
import type { ItemBatch } from '../contracts/batch.ts';
import type { ItemField } from '../contracts/line-item.ts';

/** What the sums are kept by; the order is the order of total lines. */
export const groupFields = ['territory', 'period', 'saleType', 'currency'] as const satisfies readonly ItemField[];

/** The cells of a group, in the order of {@link groupFields}. */
export type GroupKey = readonly (string | undefined)[];

/** Numbers rows by their cells in the {@link groupFields}: looked up once a batch, whoever needs them afterwards. */
export class RowGroups {
  readonly #table = new CellTable<GroupKey>(groupFields.length, (texts) => texts);

  /** The keys of all groups so far, by number. */
  keys(): readonly GroupKey[] {
    return this.#table.values();
  }

  /** The number of every row's group. Shape: meaningless for rows that are not alive; used again by the next call. */
  find(batch: ItemBatch): Int32Array {
    const columns = groupFields.map((field) => batch.column(field));
    return this.#table.find(columns, batch.length, batch.alive);
  }
}
