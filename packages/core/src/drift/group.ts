import { binsOf, type History, type RateBand } from './history.ts';
import { type GroupLesson, groupKey } from './lesson.ts';
import { RateHistogram } from './rate-histogram.ts';
import type { RuleName } from './rules.ts';
import type { DriftSettings } from './settings.ts';
import { bins, rounded } from './statistic.ts';

/** Rules that speak of single rows, in the order in which the first one stands; a row's mark is one more than the place here. */
export const rowRules = [
  'territory-invalid',
  'territory-new',
  'currency-row',
  'sign-row',
  'unit-jump-row',
  'rate-row',
] as const satisfies readonly RuleName[];

/** Whether a territory exists: given by the host, since the code lists live elsewhere. */
export type TerritoryStanding = 'current' | 'withdrawn' | 'unknown';

/** What all groups of one territory have in common. */
export class Territory {
  readonly name: string;
  readonly standing: TerritoryStanding;
  readonly timesSeen: number;
  readonly currencies: ReadonlySet<string> | undefined;

  constructor(name: string, standing: TerritoryStanding, history: History) {
    this.name = name;
    this.standing = standing;
    this.timesSeen = history.timesSeen(name);
    this.currencies = history.currenciesOf(name);
  }
}

/** One (territory, sale type, tier, currency) of this report: what came, and what is expected. */
export class Group {
  readonly territory: Territory;
  readonly saleType: string;
  readonly tier: string;
  readonly currency: string;
  readonly key: string;
  readonly band: RateBand | undefined;
  /** Rows below and above these bins are outside the band; everything is inside when nothing is known. */
  readonly lowBin: number;
  readonly highBin: number;
  readonly judgesSign: boolean;
  /** The currency is new to a territory that is known. */
  readonly isForeign: boolean;
  /** The mark that every row of it gets, 0 for none: rules about the territory or the currency, where they set rows aside. */
  readonly mark: number;
  /** All rows that were alive, those set aside here included. */
  seen = 0;
  /** Rows that stay. */
  rows = 0;
  units = 0;
  negative = 0;
  firstLine = 0;
  /** By mark: how many, and where the first was. */
  readonly marked = new Int32Array(rowRules.length + 1);
  readonly markedLine = new Int32Array(rowRules.length + 1);
  readonly rates = new RateHistogram();

  constructor(
    territory: Territory,
    [saleType, tier, currency]: readonly [string, string, string],
    history: History,
    { rules, minimumPeriods }: DriftSettings,
  ) {
    this.territory = territory;
    this.saleType = saleType;
    this.tier = tier;
    this.currency = currency;
    this.key = groupKey({ territory: territory.name, saleType, tier, currency });
    this.band = history.band(this.key);
    const judgesRate =
      this.band !== undefined &&
      ((rules['rate-row'].policy !== 'off' && this.band.rows >= rules['rate-row'].minimum) ||
        (rules['unit-jump-row'].policy !== 'off' && this.band.rows >= rules['unit-jump-row'].minimum));
    [this.lowBin, this.highBin] = judgesRate ? binsOf(this.band!) : [0, bins];
    this.judgesSign =
      this.band !== undefined &&
      this.band.negativeShare === 0 &&
      rules['sign-row'].policy !== 'off' &&
      this.band.rows >= rules['sign-row'].minimum;
    this.isForeign = currency !== '' && territory.currencies !== undefined && !territory.currencies.has(currency);
    const isNew = territory.timesSeen === 0 && history.lessons.length >= minimumPeriods;
    const marks: Partial<Record<RuleName, boolean>> = {
      'territory-invalid': territory.standing !== 'current' && territory.timesSeen === 0,
      'territory-new': isNew,
      'currency-row': this.isForeign,
    };
    this.mark = 1 + rowRules.findIndex((rule) => marks[rule] && rules[rule].policy === 'quarantine');
  }

  lesson(): GroupLesson {
    const { saleType, tier, currency, rows, negative, rates } = this;
    return {
      ...{ territory: this.territory.name, saleType, tier, currency, rows, negative },
      judged: rates.total,
      median: rates.median(),
      spread: rates.spread(),
    };
  }

  snapshot(): GroupSnapshot {
    const { saleType, tier, currency, seen, rows, units, negative, firstLine } = this;
    return [
      [this.territory.name, saleType, tier, currency],
      [seen, rows, units, negative, firstLine],
      [...this.marked],
      [...this.markedLine],
      this.rates.snapshot(),
    ];
  }

  restore([, [seen, rows, units, negative, firstLine], marked, lines, rates]: GroupSnapshot): void {
    Object.assign(this, { seen, rows, units, negative, firstLine });
    this.marked.set(marked);
    this.markedLine.set(lines);
    this.rates.restore(rates);
  }
}

export type GroupSnapshot = readonly [
  readonly [string, string, string, string],
  readonly [number, number, number, number, number],
  readonly number[],
  readonly number[],
  readonly number[],
];

/** Units are sums of floats; what is stored of them is short. */
export function roundedUnits(units: number): number {
  return Math.abs(units) < 1e12 ? rounded(units) : units;
}
