import { ExactSums } from '@ledgerline/fakes';

/** What a document adds up to, counted while it was written. Units: whole numbers and exact decimals without trailing zeros, as text. */
export interface DocumentTotals {
  readonly rows: number;
  readonly units: string;
  /** By currency; empty for usage. */
  readonly amounts: Readonly<Record<string, string>>;
}

/** A document that the generator wrote, and what it holds. */
export interface GeneratedDocument {
  readonly name: string;
  readonly text: string;
  readonly totals: DocumentTotals;
}

export class TotalsCounter {
  readonly #amounts = new ExactSums();
  #rows = 0;
  #units = 0n;

  /** Units: `amount` in 10⁻¹². */
  add(units: bigint, currency?: string, amount?: bigint): void {
    this.#rows += 1;
    this.#units += units;
    if (currency !== undefined && amount !== undefined) this.#amounts.add(currency, amount);
  }

  totals(): DocumentTotals {
    return { rows: this.#rows, units: this.#units.toString(), amounts: this.#amounts.toObject() };
  }
}
