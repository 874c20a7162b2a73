import type { JsonValue } from '../contracts/json.ts';
import type { Grain } from '../time/period.ts';

/** The form of stored lessons; those of another are not read. */
export const lessonVersion = 1;

/**
 * What one group of rows (territory, sale type, tier, currency) taught.
 *
 * Units: `median` is log₂ of the amount per unit, `spread` its standard deviation in octaves; `judged` rows had both an exact enough amount
 * and units, `negative` rows an amount and units of opposite signs.
 */
export interface GroupLesson {
  readonly territory: string;
  readonly saleType: string;
  readonly tier: string;
  readonly currency: string;
  readonly rows: number;
  readonly judged: number;
  readonly negative: number;
  readonly median: number | undefined;
  readonly spread: number;
}

/** Units: `units` is a sum rounded to a float, for comparison only. */
export interface TerritoryLesson {
  readonly territory: string;
  readonly rows: number;
  readonly units: number;
}

/** What one committed report taught; a re-issue takes its place, so nothing is learnt twice. */
export interface Lesson {
  readonly period: string;
  readonly rows: number;
  readonly units: number;
  readonly groups: readonly GroupLesson[];
  readonly territories: readonly TerritoryLesson[];
  readonly columns: readonly string[];
  /** Pairs of ISRC and UPC that earlier reports did not have, packed. */
  readonly pairs: string;
}

/** The groups with the most rows are kept; the rest is small change. */
export const maxGroups = 1024;
const maxColumns = 500;

/** Reports a series keeps, by grain: enough for three years of months, two of weeks, and nine times every weekday. */
export const keptLessons: Readonly<Record<Grain, number>> = {
  day: 63,
  week: 112,
  month: 40,
  quarter: 16,
  year: 8,
  span: 40,
};

/** A lesson in its stored, short form. */
export function packLesson({ period, rows, units, groups, territories, columns, pairs }: Lesson): JsonValue {
  const largest = [...groups].sort(
    (left, right) => right.rows - left.rows || (groupKey(left) < groupKey(right) ? -1 : 1),
  );
  return {
    v: lessonVersion,
    period,
    rows,
    units,
    groups: largest
      .slice(0, maxGroups)
      .map((g) => [
        g.territory,
        g.saleType,
        g.tier,
        g.currency,
        g.rows,
        g.judged,
        g.negative,
        g.median ?? null,
        g.spread,
      ]),
    territories: territories.slice(0, maxGroups).map((t) => [t.territory, t.rows, t.units]),
    columns: columns.slice(0, maxColumns),
    pairs,
  };
}

type PackedGroup = readonly [string, string, string, string, number, number, number, number | null, number];

/** The lesson of a stored value; undefined for those of another version. */
export function unpackLesson(value: JsonValue | undefined): Lesson | undefined {
  if (typeof value !== 'object' || value === null || !('v' in value) || value.v !== lessonVersion) return undefined;
  const stored = value as {
    readonly period: string;
    readonly rows: number;
    readonly units: number;
    readonly groups: readonly PackedGroup[];
    readonly territories: readonly (readonly [string, number, number])[];
    readonly columns: readonly string[];
    readonly pairs: string;
  };
  return {
    ...stored,
    groups: stored.groups.map(([territory, saleType, tier, currency, rows, judged, negative, middle, spread]) => ({
      ...{ territory, saleType, tier, currency, rows, judged, negative, spread },
      median: middle ?? undefined,
    })),
    territories: stored.territories.map(([territory, rows, units]) => ({ territory, rows, units })),
  };
}

/** The group as people read it: `US stream premium USD`. What is absent is left out. */
export function groupKey(group: Pick<GroupLesson, 'territory' | 'saleType' | 'tier' | 'currency'>): string {
  return [group.territory, group.saleType, group.tier, group.currency].map((part) => part || '-').join(' ');
}
