import { ExactSum } from '../money/exact-sum.ts';

/** Exact sums of some rows. Units: `units` an integer and `amount` an exact decimal as text; `amount` is absent without a currency. */
export interface MoneyFigures {
  readonly rows: number;
  readonly units: string;
  readonly amount?: string;
}

/** Figures that are added to. */
export class MoneySum {
  #rows = 0;
  readonly #units = new ExactSum();
  readonly #amount = new ExactSum();

  add({ rows, units, amount }: MoneyFigures): void {
    this.#rows += rows;
    this.#units.add(units);
    if (amount !== undefined) this.#amount.add(amount);
  }

  /** With an amount where the rows have a currency. */
  figures(currency: string | undefined): MoneyFigures {
    const figures = { rows: this.#rows, units: this.#units.toString() };
    return currency === undefined ? figures : { ...figures, amount: this.#amount.toString() };
  }
}
