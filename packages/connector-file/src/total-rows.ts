import { parseDecimal } from '@ledgerline/core';
import type { Examined } from './examined.ts';
import type { NumberMarks } from './number-marks.ts';
import { plainNumber } from './number-marks.ts';
import type { Footers } from './preset.ts';

/** Words that begin the label of a total in the languages spreadsheets are exported in. */
const words = /^\W*(?:grand |sub)?-?(?:total|totals|totale|totaux|summe|gesamt|gesamtsumme|somme|suma|soma|合計)\b/i;

/** Beginnings of first cells under which the label of a total may stand: itself, or an empty cell before it. */
const marks = ['total', 'grand', 'sub', 'summe', 'gesamt', 'somme', 'suma', 'soma', '合計'];

export function isTotalLabel(cell: string): boolean {
  return words.test(cell);
}

/** Whether a row of the source might be a total; a glance at its text. */
export function mentionsTotal(raw: string): boolean {
  return /total|summe|gesamt|somme|suma|soma|合計/i.test(raw);
}

/** Totals that stand as rows at the end: recognised by their label, claimed where they are clear, never counted. */
export function totalFooters(
  header: readonly string[],
  delimiter: string,
  columns: { readonly units: readonly string[]; readonly amount: readonly string[] },
  { currencies }: Pick<Examined, 'currencies'>,
  numbers: NumberMarks,
): Footers {
  const normal = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();
  const indexOf = (names: readonly string[]): number =>
    header.findIndex((name) => names.some((one) => normal(one) === normal(name)));
  const [units, amount] = [indexOf(columns.units), indexOf(columns.amount)];
  return {
    // The text of a record whose first cell is empty begins with the delimiter.
    marks: [...marks, delimiter],
    read(cells) {
      const label = cells.find((cell) => cell.trim() !== '');
      if (label === undefined || !isTotalLabel(label)) return undefined;
      const where = `row ${JSON.stringify(label.trim().slice(0, 24))}`;
      const wide = cells.length === header.length;
      const claimedUnits = wide ? plainNumber(cells[units] ?? '', numbers) : undefined;
      const claimedAmount = wide ? plainNumber(cells[amount] ?? '', numbers) : undefined;
      const [currency, other] = currencies;
      const money = claimedAmount !== undefined && currency !== undefined && other === undefined;
      if (!money && claimedUnits === undefined) return 'skip';
      return {
        where,
        ...(claimedUnits === undefined ? {} : { units: claimedUnits }),
        ...(money ? { amounts: { [currency]: claimedAmount } } : {}),
      };
    },
  };
}

/** Adds up amounts and notices a last row that says what all rows before it say together. */
export class LastRowTotal {
  readonly #sums = new Map<string, bigint>();
  #rows = 0;
  #suspect = false;

  /** `named` says that the row names a recording or release: a total names none. */
  note(amount: string | undefined, currency: string, named: boolean): void {
    const value = amount === undefined ? undefined : parseDecimal(amount);
    if (value === undefined || value.scale > 30) {
      this.#suspect = false;
      return;
    }
    const scaled = value.unscaled * 10n ** BigInt(30 - value.scale);
    const before =
      currency === '' ? [...this.#sums.values()].reduce((sum, one) => sum + one, 0n) : (this.#sums.get(currency) ?? 0n);
    this.#suspect = !named && this.#rows > 1 && scaled !== 0n && scaled === before;
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + scaled);
    this.#rows += 1;
  }

  get isTotal(): boolean {
    return this.#suspect;
  }
}
