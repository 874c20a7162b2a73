import type { Manifest, TotalLine } from '../contracts/manifest.ts';
import { compareDecimals, parseDecimal } from '../money/decimal.ts';
import { changeOf, type FigureChange } from './figure-change.ts';
import { type MoneyFigures, MoneySum } from './money-sum.ts';

/** Figures of one month beside those of the calendar month before; `before` and `change` are absent where that month has none. */
export interface ComparedFigures extends MoneyFigures {
  readonly before?: MoneyFigures;
  readonly change?: FigureChange;
}

export interface TerritoryFigures extends ComparedFigures {
  readonly territory: string;
}

/** One currency of a source in its latest month; rows without a currency have none. */
export interface CurrencyShare extends ComparedFigures {
  readonly currency?: string;
  /** Order: the largest amount first, units where there is no currency. */
  readonly territories: readonly TerritoryFigures[];
  /** All others, added up; absent when there are none. */
  readonly rest?: ComparedFigures & { readonly territories: number };
}

export interface MonthFigures extends MoneyFigures {
  readonly month: string;
  readonly currency?: string;
}

/**
 * What the ledger holds of one feed of a DSP, over all accounts.
 *
 * Shape: `month` is the latest in which a row's period begins; `periods` counts the distinct periods of rows in it, so that a month of which
 * only some days are there is seen for what it is.
 */
export interface SourceMoney {
  readonly dsp: string;
  readonly feed: string;
  readonly month: string;
  readonly monthBefore: string;
  readonly periods: number;
  readonly periodsBefore: number;
  readonly currencies: readonly CurrencyShare[];
  /** Order: by month, then currency; the latest {@link LedgerMoneyOptions.months} only. */
  readonly months: readonly MonthFigures[];
  /** Months that are left out of `months`. */
  readonly earlierMonths: number;
}

export interface LedgerMoneyOptions {
  /** Territories told one by one. @default 12 */
  readonly top?: number;
  /** Months of history. @default 36 */
  readonly months?: number;
}

/**
 * Adds up the control totals of manifests in force by DSP, feed, month, currency and territory; exact.
 *
 * Memory: a sum for every such cell, whatever the number of reports.
 */
export class LedgerMoney {
  readonly #sources = new Map<string, SourceSums>();

  add({ report, totals }: Pick<Manifest, 'report' | 'totals'>): void {
    const key = JSON.stringify([report.dsp, report.feed]);
    const source = this.#sources.get(key) ?? new SourceSums(report.dsp, report.feed);
    this.#sources.set(key, source);
    for (const line of totals) source.add(line);
  }

  /** Order: by DSP, then feed. Sources without rows are left out. */
  sources(options: LedgerMoneyOptions = {}): SourceMoney[] {
    return [...this.#sources]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .flatMap(([, source]) => source.told(options) ?? []);
  }
}

/** Sums of one month and currency, with those of its territories. */
class CurrencySums {
  readonly total = new MoneySum();
  readonly territories = new Map<string, MoneySum>();

  add(line: TotalLine): void {
    this.total.add(line);
    const sum = this.territories.get(line.territory) ?? new MoneySum();
    this.territories.set(line.territory, sum);
    sum.add(line);
  }
}

class MonthSums {
  /** Rows without a currency under the empty name. */
  readonly currencies = new Map<string, CurrencySums>();
  readonly periods = new Set<string>();

  add(line: TotalLine): void {
    this.periods.add(line.period);
    const sums = this.currencies.get(line.currency ?? '') ?? new CurrencySums();
    this.currencies.set(line.currency ?? '', sums);
    sums.add(line);
  }
}

class SourceSums {
  readonly #dsp: string;
  readonly #feed: string;
  readonly #months = new Map<string, MonthSums>();

  constructor(dsp: string, feed: string) {
    this.#dsp = dsp;
    this.#feed = feed;
  }

  add(line: TotalLine): void {
    const month = line.period.slice(0, 7);
    const sums = this.#months.get(month) ?? new MonthSums();
    this.#months.set(month, sums);
    sums.add(line);
  }

  told({ top = 12, months: shown = 36 }: LedgerMoneyOptions): SourceMoney | undefined {
    const names = [...this.#months.keys()].sort();
    const month = names.at(-1);
    if (month === undefined) return undefined;
    const monthBefore = previousMonth(month);
    const [now, before] = [this.#months.get(month), this.#months.get(monthBefore)];
    const recent = names.slice(-shown);
    return {
      ...{ dsp: this.#dsp, feed: this.#feed, month, monthBefore },
      periods: now?.periods.size ?? 0,
      periodsBefore: before?.periods.size ?? 0,
      currencies: currencyShares(now, before, top),
      months: recent.flatMap((name) => monthFigures(name, this.#months.get(name))),
      earlierMonths: names.length - recent.length,
    };
  }
}

function monthFigures(month: string, sums: MonthSums | undefined): MonthFigures[] {
  return [...(sums?.currencies ?? [])]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([currency, { total }]) => ({ month, ...named(currency), ...total.figures(currency || undefined) }));
}

/** Order: the currency with the most rows first. */
function currencyShares(now: MonthSums | undefined, before: MonthSums | undefined, top: number): CurrencyShare[] {
  const names = new Set([...(now?.currencies.keys() ?? []), ...(before?.currencies.keys() ?? [])]);
  return [...names]
    .map((currency) => currencyShare(currency, now?.currencies.get(currency), before?.currencies.get(currency), top))
    .sort((left, right) => right.rows - left.rows || ((left.currency ?? '') < (right.currency ?? '') ? -1 : 1));
}

function currencyShare(
  currency: string,
  now: CurrencySums | undefined,
  before: CurrencySums | undefined,
  top: number,
): CurrencyShare {
  const names = new Set([...(now?.territories.keys() ?? []), ...(before?.territories.keys() ?? [])]);
  const territories = [...names]
    .map((territory) => ({
      territory,
      ...compared(now?.territories.get(territory), before?.territories.get(territory), currency),
    }))
    .sort(bySize);
  const others = territories.slice(top);
  return {
    ...named(currency),
    ...compared(now?.total, before?.total, currency),
    territories: territories.slice(0, top),
    ...(others.length === 0 ? {} : { rest: { territories: others.length, ...addedUp(others, currency) } }),
  };
}

function compared(now: MoneySum | undefined, before: MoneySum | undefined, currency: string): ComparedFigures {
  const figures = (now ?? new MoneySum()).figures(currency || undefined);
  if (before === undefined) return figures;
  const earlier = before.figures(currency || undefined);
  return { ...figures, before: earlier, change: changeOf(earlier, figures) };
}

function addedUp(parts: readonly ComparedFigures[], currency: string): ComparedFigures {
  const [now, before] = [new MoneySum(), new MoneySum()];
  for (const part of parts) {
    now.add(part);
    if (part.before) before.add(part.before);
  }
  return compared(now, parts.some((part) => part.before !== undefined) ? before : undefined, currency);
}

function bySize(left: TerritoryFigures, right: TerritoryFigures): number {
  const [a, b] = [left, right].map(({ amount, units }) => parseDecimal(amount ?? units));
  return (a && b ? compareDecimals(b, a) : 0) || (left.territory < right.territory ? -1 : 1);
}

function named(currency: string): { readonly currency?: string } {
  return currency === '' ? {} : { currency };
}

function previousMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
