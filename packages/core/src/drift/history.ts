import { type GroupLesson, groupKey, type Lesson } from './lesson.ts';
import type { RuleName } from './rules.ts';
import type { Break } from './series.ts';
import { median, placeOfLog2, robustSpread } from './statistic.ts';

/** Lessons that a rate is compared with: a year of months. */
const rateLessons = 12;

/** What a group's amount per unit is expected to be. Units: all in octaves; `rows` over all lessons. */
export interface RateBand {
  readonly median: number;
  /** How far a single row may be off. */
  readonly rowWidth: number;
  /** How far the median of a report may be off. */
  readonly groupWidth: number;
  readonly rows: number;
  readonly negativeShare: number;
  readonly periods: readonly string[];
}

/** A single row is judged at eight spreads, and never for less than a factor of four. */
const rowSpreads = 8;
const leastRowOctaves = 2;
/** A group is judged at six spreads of the medians of earlier reports, and never for less than a factor of 1.41. */
const groupSpreads = 6;
const leastGroupOctaves = 0.5;

/** What earlier reports of a series let expect; everything in it was committed. */
export class History {
  readonly lessons: readonly Lesson[];
  readonly #minimumPeriods: number;
  readonly #breaks: readonly Break[];
  readonly #groups = new Map<string, { readonly period: string; readonly group: GroupLesson }[]>();
  readonly #currencies = new Map<string, Set<string>>();
  readonly #territories = new Map<string, number>();

  constructor(lessons: readonly Lesson[], breaks: readonly Break[], minimumPeriods: number) {
    this.lessons = lessons;
    this.#minimumPeriods = minimumPeriods;
    // A break counts once the report it was accepted for has been committed.
    this.#breaks = breaks.filter(({ period }) => lessons.some((lesson) => lesson.period === period));
    for (const lesson of lessons.slice(-rateLessons)) {
      for (const group of lesson.groups) {
        const key = groupKey(group);
        const found = this.#groups.get(key);
        if (found) found.push({ period: lesson.period, group });
        else this.#groups.set(key, [{ period: lesson.period, group }]);
      }
    }
    for (const { groups, territories } of lessons) {
      for (const { territory } of territories)
        this.#territories.set(territory, (this.#territories.get(territory) ?? 0) + 1);
      for (const { territory, currency } of groups) {
        if (currency === '') continue;
        const known = this.#currencies.get(territory) ?? new Set();
        this.#currencies.set(territory, known.add(currency));
      }
    }
  }

  /** Whether there is enough to compare with. */
  get isLearnt(): boolean {
    return this.lessons.length >= this.#minimumPeriods;
  }

  /** In how many earlier reports the territory was. */
  timesSeen(territory: string): number {
    return this.#territories.get(territory) ?? 0;
  }

  /** The currencies a territory had, when it was there often enough to say. */
  currenciesOf(territory: string): ReadonlySet<string> | undefined {
    return this.timesSeen(territory) >= this.#minimumPeriods ? this.#currencies.get(territory) : undefined;
  }

  /** The band of a group; undefined when too few reports had it. After an accepted change one report suffices. */
  band(key: string): RateBand | undefined {
    const since = this.breakOf(['rate', 'unit-jump', 'sign-flip'], key)?.period;
    const entries = (this.#groups.get(key) ?? []).filter(({ period }) => since === undefined || period >= since);
    const judged = entries.filter(({ group }) => group.median !== undefined);
    if (judged.length < (since === undefined ? this.#minimumPeriods : 1)) return undefined;
    const medians = judged.map(({ group }) => group.median!);
    const between = robustSpread(medians);
    const within = median(judged.map(({ group }) => group.spread))!;
    const rows = entries.reduce((sum, { group }) => sum + group.rows, 0);
    const negative = entries.reduce((sum, { group }) => sum + group.negative, 0);
    return {
      median: median(medians)!,
      rowWidth: Math.max(leastRowOctaves, rowSpreads * (within + between)),
      groupWidth: Math.max(leastGroupOctaves, groupSpreads * between),
      rows,
      negativeShare: rows === 0 ? 0 : negative / rows,
      periods: judged.map(({ period }) => period),
    };
  }

  /** Log₂ of the lowest and highest median rates of any territory with this sale type, tier and currency. */
  ratesElsewhere({ saleType, tier, currency }: ProductParts): readonly [number, number] | undefined {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const entries of this.#groups.values()) {
      const { group } = entries.at(-1)!;
      if (group.saleType !== saleType || group.tier !== tier || group.currency !== currency) continue;
      if (group.median === undefined) continue;
      low = Math.min(low, group.median);
      high = Math.max(high, group.median);
    }
    return low <= high ? [low, high] : undefined;
  }

  /** The newest accepted change of a subject (or of the whole report) by one of the rules. */
  breakOf(rules: readonly RuleName[], subject: string): Break | undefined {
    return this.#breaks
      .filter((item) => rules.includes(item.rule) && (item.subject === subject || item.subject === 'report'))
      .sort((left, right) => (left.period < right.period ? 1 : -1))[0];
  }
}

interface ProductParts {
  readonly saleType: string;
  readonly tier: string;
  readonly currency: string;
}

/** The first and last bin in which a row of the band lies. */
export function binsOf({ median: middle, rowWidth }: RateBand): readonly [number, number] {
  return [Math.floor(placeOfLog2(middle - rowWidth)), Math.ceil(placeOfLog2(middle + rowWidth))];
}
