import type { Manifest, ReadBack, TotalLine } from '../contracts/manifest.ts';
import { ExactSum } from '../money/exact-sum.ts';
import { addUp, differenceOf } from '../totals/cell-differences.ts';

/** What ledger, files and claims hold of one currency. Units: `amount` and its differences exact decimals, `units` integers, as text. */
export interface CurrencyFigures {
  /** Absent: rows without a currency. */
  readonly currency?: string;
  readonly ledger: Figures;
  readonly files: Figures;
  readonly rejected: Figures;
  /** Files less ledger. */
  readonly difference: string;
  /** What sources claim, and what the documents that claim it hold; absent when none claims an amount in this currency. */
  readonly claimed?: {
    readonly reports: number;
    readonly amount: string;
    readonly counted: string;
    readonly difference: string;
  };
}

export interface Figures {
  readonly rows: string;
  readonly units: string;
  readonly amount: string;
}

class FigureSum {
  #rows = 0;
  readonly #units = new ExactSum();
  readonly #amount = new ExactSum();

  add(lines: readonly TotalLine[]): void {
    const { rows, units, amount } = addUp(lines);
    this.#rows += Number(rows);
    this.#units.add(units);
    this.#amount.add(amount);
  }

  figures(): Figures {
    return { rows: String(this.#rows), units: this.#units.toString(), amount: this.#amount.toString() };
  }
}

class CurrencySum {
  readonly ledger = new FigureSum();
  readonly files = new FigureSum();
  readonly rejected = new FigureSum();
  readonly claimed = new ExactSum();
  readonly counted = new ExactSum();
  claiming = 0;
}

/** Adds reports up by currency; memory grows with currencies alone. */
export class CurrencySums {
  readonly #sums = new Map<string, CurrencySum>();

  add(manifest: Pick<Manifest, 'totals' | 'claimed'>, found: Pick<ReadBack, 'totals' | 'rejectedTotals'>): void {
    const claims = wholeClaims(manifest.claimed);
    const names = [...manifest.totals, ...found.totals, ...found.rejectedTotals].map(({ currency }) => currency ?? '');
    for (const name of new Set([...names, ...claims.keys()])) {
      const of = (lines: readonly TotalLine[]) => lines.filter(({ currency = '' }) => currency === name);
      const sum = this.#sums.get(name) ?? new CurrencySum();
      this.#sums.set(name, sum);
      sum.ledger.add(of(manifest.totals));
      sum.files.add(of(found.totals));
      sum.rejected.add(of(found.rejectedTotals));
      const claim = claims.get(name);
      if (claim === undefined) continue;
      sum.claiming += 1;
      sum.claimed.add(claim);
      sum.counted.add(addUp([...of(found.totals), ...of(found.rejectedTotals)]).amount);
    }
  }

  figures(): CurrencyFigures[] {
    return [...this.#sums]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([currency, sum]) => {
        const [ledger, files] = [sum.ledger.figures(), sum.files.figures()];
        const [amount, counted] = [sum.claimed.toString(), sum.counted.toString()];
        const difference = differenceOf(ledger.amount, files.amount) ?? '0';
        return {
          ...(currency === '' ? {} : { currency }),
          ...{ ledger, files, rejected: sum.rejected.figures(), difference },
          ...(sum.claiming === 0
            ? {}
            : {
                claimed: { reports: sum.claiming, amount, counted, difference: differenceOf(amount, counted) ?? '0' },
              }),
        };
      });
  }
}

/** What a document claims of itself as a whole, by currency; said twice (listing and footer) it counts once. */
export function wholeClaims(claimed: Manifest['claimed']): Map<string, string> {
  const amounts = new Map<string, string>();
  for (const { cell, amounts: claims = {} } of claimed)
    if (cell === undefined)
      for (const [currency, amount] of Object.entries(claims))
        if (!amounts.has(currency)) amounts.set(currency, amount);
  return amounts;
}
