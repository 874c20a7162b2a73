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

/** Twice is an octave; with a year behind it a month is known well enough to notice 1.5 times. */
const seasonedOctaves = 0.6;
/** A day is judged by its weekday alone, so ramps before holidays need room. */
const dailyOctaves = 0.75;
/** Without a year behind it, the first December must pass. */
const unseasonedOctaves = 0.9;
/** Residuals of the same forecast for earlier periods widen the band of series that are less steady. */
const spreads = 6;
const residualPeriods = 12;

interface Forecast {
  readonly log2: number;
  readonly seasoned: boolean;
  readonly periods: readonly string[];
}

/**
 * What units a period lets expect, from earlier ones of its weekday and month; undefined with fewer than `minimum` to compare with.
 *
 * Months: the last three, each moved by what the same step of the calendar did one and two years ago; the median of these.
 * Days: the median of the last four of the same weekday, moved by how far the last three days were from theirs.
 * Others: the median of the last four, months' way where a year is known. From `since` on only, after an accepted change.
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
    return then ? [log2 - then.log2] : [];
  });
  const floor = grain === 'day' ? dailyOctaves : forecast.seasoned ? seasonedOctaves : unseasonedOctaves;
  const spread = residuals.length >= 4 ? robustSpread(residuals) : 0;
  return { log2: forecast.log2, threshold: Math.max(floor, spreads * spread), periods: forecast.periods };
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
  const seasonal = recent.slice(-3).flatMap((at) =>
    [1, 2].flatMap((years) => {
      const [then, thenRecent] = [yearsBefore(grain, period, years), yearsBefore(grain, at, years)];
      const [left, right] = [series.get(then ?? ''), series.get(thenRecent ?? '')];
      return left === undefined || right === undefined ? [] : [series.get(at)! + left - right];
    }),
  );
  if (seasonal.length >= 2) return { log2: median(seasonal)!, seasoned: true, periods: recent.slice(-3) };
  return { log2: median(recent.map((at) => series.get(at)!))!, seasoned: false, periods: recent };
}

/** The same month, or the week 52 weeks before. */
function yearsBefore(grain: Grain, period: string, years: number): string | undefined {
  if (grain === 'month') return `${Number(period.slice(0, 4)) - years}${period.slice(4)}`;
  if (grain !== 'week') return undefined;
  const [start = '', end = ''] = period.split('--');
  return `${addDays(start, -364 * years)}--${addDays(end, -364 * years)}`;
}
