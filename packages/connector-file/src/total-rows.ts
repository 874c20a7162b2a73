import { parseDecimal } from '@ledgerline/core';
import type { Examined } from './examined.ts';
import type { NumberMarks } from './number-marks.ts';
import { plainNumber } from './number-marks.ts';
import type { Footers } from './preset.ts';

/** A cell that is the label of a total and nothing else, in the languages spreadsheets are exported in: no song is called `Total (EUR)`. */
const label =
  /^\W*(?:grand|sub|overall)?[\s-]*(?:totals?|totale|totaux|summe|gesamt(?:summe|betrag)?|somme|suma|soma|合計)\s*[:(-]?\s*(?:rows?|amounts?|units?|revenue|payable|royalt(?:y|ies)|eur|usd|gbp|jpy)?\W*$/i;

/** Beginnings of first cells under which the label of a total may stand: itself, or an empty cell before it. */
const marks = ['total', 'grand', 'sub', 'summe', 'gesamt', 'somme', 'suma', 'soma', '合計'];

export function isTotalLabel(cell: string): boolean {
  return label.test(cell);
}

/** Whether a row of the source might be a total; a glance at its text. */
export function mentionsTotal(raw: string): boolean {
  return /total|summe|gesamt|somme|suma|soma|合計/i.test(raw);
}

const normal = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

/** Headers, by the role they have in a preset. */
export interface TotalColumns {
  readonly units: readonly string[];
  readonly amount: readonly string[];
  /** Of what names a recording or release: a total has none. */
  readonly ids: readonly string[];
}

/** Totals that stand as rows at the end: recognised by their label, claimed where they are clear, never counted. */
export function totalFooters(
  header: readonly string[],
  delimiter: string,
  columns: TotalColumns,
  { currencies }: Pick<Examined, 'currencies'>,
  numbers: NumberMarks,
): Footers {
  const indexesOf = (names: readonly string[]): readonly number[] => {
    const wanted = new Set(names.map(normal));
    return header.flatMap((name, index) => (wanted.has(normal(name)) ? index : []));
  };
  const [[units = -1], [amount = -1], ids] = [
    indexesOf(columns.units),
    indexesOf(columns.amount),
    indexesOf(columns.ids),
  ];
  return {
    // The text of a record whose first cell is empty begins with the delimiter.
    marks: [...marks, delimiter],
    read(cells) {
      const first = cells.findIndex((cell) => cell.trim() !== '');
      if (first < 0 || !isTotalLabel(cells[first]!)) return undefined;
      const wide = cells.length === header.length;
      if (!wide) return 'skip';
      if (ids.some((index) => index !== first && cells[index]?.trim() !== '')) return undefined;
      const claimedUnits = plainNumber(cells[units] ?? '', numbers);
      const claimedAmount = plainNumber(cells[amount] ?? '', numbers);
      const [currency, other] = currencies;
      const money = claimedAmount !== undefined && currency !== undefined && other === undefined;
      if (!money && claimedUnits === undefined) return 'skip';
      return {
        where: `row ${JSON.stringify(cells[first]!.trim().slice(0, 24))}`,
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
  #named = 0;
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
    if (named) this.#named += 1;
    this.#suspect = !named && this.#named > 0 && this.#rows > 1 && scaled !== 0n && scaled === before;
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + scaled);
    this.#rows += 1;
  }

  get isTotal(): boolean {
    return this.#suspect;
  }
}
