import { Decimal } from 'decimal.js';
import type { Item } from './item-schema.ts';

/** Exact totals by territory, period, sale type and currency with a decimal library. */
export class ItemTotals {
  readonly #sums = new Map<string, { rows: number; amount: Decimal }>();

  add({ territory, period, saleType, currency, amount }: Item): void {
    const key = `${territory}\t${period}\t${saleType}\t${currency}`;
    const sums = this.#sums.get(key) ?? { rows: 0, amount: new Decimal(0) };
    sums.rows += 1;
    sums.amount = sums.amount.plus(amount ?? '0');
    this.#sums.set(key, sums);
  }

  get size(): number {
    return this.#sums.size;
  }
}
