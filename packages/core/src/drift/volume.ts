import { addDays } from '../time/civil-date.ts';
import { type Grain, parsePeriod } from '../time/period.ts';
import { median, robustSpread } from './statistic.ts';

/** The units of one earlier report. */
export interface VolumePoint {
  readonly period: string;
  readonly units: number;
}

/** Units: `log2` of the units to be expected, `threshold` in octaves; `periods` are those it rests on. */
export interface ExpectedVolume {
  readonly log2: number;
  readonly threshold: number;
  readonly periods: readonly string[];
}

/** Twice is an octave; with a year behind it a month is known well enough to notice 1.41 times. */
const seasonedOctaves = 0.5;
/** A day is judged by its weekday alone, so ramps before holidays need room. */
const dailyOctaves = 0.6;
/** Without a year behind it, the first December must pass. */
const unseasonedOctaves = 0.9;
/**
 * Residuals of the same forecast for earlier periods widen the band of series that are less steady. Few of them say little about a spread,
 * so it is drawn towards that of a steady feed, as if sixteen more residuals had said so.
 */
const spreads = 3.5;
const residualPeriods = 24;
const steadySpread = 0.1;
const steadyWeight = 16;

interface Forecast {
  readonly log2: number;
  readonly seasoned: boolean;
  readonly periods: readonly string[];
}

/**
 * What units a period lets expect, from earlier ones of its weekday and month; undefined with fewer than `minimum` to compare with.
 *
 * Months and weeks: the same one a year ago, moved by how far the last four were from theirs; so too two years ago, and their mean.
 * Days: the median of the last four of the same weekday, moved by how far the last three days were from theirs.
 * Without a year behind, and for other periods: the median of the last four. From `since` on only, after an accepted change.
 */
export function expectVolume(
  period: string,
  points: readonly VolumePoint[],
  minimum: number,
  since: string | undefined,
): ExpectedVolume | undefined {
  const grain = parsePeriod(period)?.grain ?? 'span';
  const series = new Map(
    points.filter(({ units }) => units > 0).map(({ period: at, units }) => [at, Math.log2(units)] as const),
  );
  const least = since === undefined ? minimum : 1;
  const forecast = forecastOf(grain, period, series, least, since);
  if (!forecast) return undefined;
  const residuals = [...series].slice(-residualPeriods).flatMap(([at, log2]) => {
    const earlier = new Map([...series].filter(([other]) => other < at));
    const then = forecastOf(grain, at, earlier, least, since);
    return then && then.seasoned === forecast.seasoned ? [log2 - then.log2] : [];
  });
  const floor = grain === 'day' ? dailyOctaves : forecast.seasoned ? seasonedOctaves : unseasonedOctaves;
  const variance =
    (residuals.length * robustSpread(residuals) ** 2 + steadyWeight * steadySpread ** 2) /
    (residuals.length + steadyWeight);
  return { log2: forecast.log2, threshold: Math.max(floor, spreads * Math.sqrt(variance)), periods: forecast.periods };
}

type Series = ReadonlyMap<string, number>;

function forecastOf(
  grain: Grain,
  period: string,
  series: Series,
  minimum: number,
  since: string | undefined,
): Forecast | undefined {
  return grain === 'day'
    ? forecastDay(period, series, minimum, since)
    : forecastStep(grain, period, series, minimum, since);
}

function forecastDay(day: string, series: Series, minimum: number, since: string | undefined): Forecast | undefined {
  const same = sameWeekdays(day, series, since);
  const base = median(same.map((at) => series.get(at)!));
  if (base === undefined || same.length < minimum) return undefined;
  const departures = [1, 2, 3].flatMap((back) => {
    const at = addDays(day, -back);
    const came = series.get(at);
    const expected = median(sameWeekdays(at, series, since).map((other) => series.get(other)!));
    return came === undefined || expected === undefined || (since !== undefined && at < since) ? [] : [came - expected];
  });
  return { log2: base + (median(departures) ?? 0), seasoned: true, periods: same };
}

/** The last four days of the same weekday within six weeks. Order: newest first. */
function sameWeekdays(day: string, series: Series, since: string | undefined): string[] {
  const days: string[] = [];
  for (let back = 7; back <= 42 && days.length < 4; back += 7) {
    const at = addDays(day, -back);
    if (series.has(at) && (since === undefined || at >= since)) days.push(at);
  }
  return days;
}

function forecastStep(
  grain: Grain,
  period: string,
  series: Series,
  minimum: number,
  since: string | undefined,
): Forecast | undefined {
  const recent = [...series.keys()].filter((at) => at < period && (since === undefined || at >= since)).slice(-4);
  if (recent.length < minimum) return undefined;
  const seasonal = [1, 2].flatMap((years) => seasonalForecast(grain, period, series, recent, years) ?? []);
  if (seasonal.length > 0)
    return { log2: seasonal.reduce((sum, log2) => sum + log2, 0) / seasonal.length, seasoned: true, periods: recent };
  return { log2: median(recent.map((at) => series.get(at)!))!, seasoned: false, periods: recent };
}

/** The middle of the recent periods, moved as far as the calendar moved it from the middle of theirs then; of four, none alone counts. */
function seasonalForecast(
  grain: Grain,
  period: string,
  series: Series,
  recent: readonly string[],
  years: number,
): number | undefined {
  const then = series.get(yearsBefore(grain, period, years) ?? '');
  const pairs = recent.flatMap((at) => {
    const before = series.get(yearsBefore(grain, at, years) ?? '');
    return before === undefined ? [] : [series.get(at)! - before];
  });
  return then === undefined || pairs.length < 2 ? undefined : then + median(pairs)!;
}

/** The same month, or the week 52 weeks before. */
function yearsBefore(grain: Grain, period: string, years: number): string | undefined {
  if (grain === 'month') return `${Number(period.slice(0, 4)) - years}${period.slice(4)}`;
  if (grain !== 'week') return undefined;
  const [start = '', end = ''] = period.split('--');
  return `${addDays(start, -364 * years)}--${addDays(end, -364 * years)}`;
}
