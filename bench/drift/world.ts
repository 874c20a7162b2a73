import { addDays, epochDay, weekday } from '../../packages/core/src/time/civil-date.ts';
import { firstDay, lateTerritories, type SimulatedFeed, territories } from './feeds.ts';
import { Noise } from './noise.ts';

/** A row of a simulated report, before it is text. */
export interface SimulatedRow {
  isrc: string;
  upc: string;
  territory: string;
  saleType: string;
  tier: string;
  units: number;
  amount: string;
  currency: string;
}

export interface SimulatedReport {
  readonly feed: SimulatedFeed;
  readonly period: string;
  readonly rows: readonly SimulatedRow[];
}

/** Weekends are stronger; by ISO day of the week. */
const weekdayFactors = [0, 0.92, 0.9, 0.93, 0.97, 1.15, 1.22, 1.05];
const growthPerYear = 1.25;

/**
 * One clean report: growth, weekdays, a December peak, noise, new releases, compilations, territories that open, rates that wander.
 *
 * The same seed, feed and period give the same report.
 */
export function simulate(seed: number, feed: SimulatedFeed, period: string, start: string): SimulatedReport {
  const noise = new Noise(seed, feed.name, period);
  const age = epochDay(start) - epochDay(firstDay);
  const volume = feed.scale * volumeFactor(feed, start, age) * noise.factor(0.05);
  const rows: SimulatedRow[] = [];
  const tracks = feed.tracks + Math.floor(age / 20);
  const dayRate = (age > 0 ? 1 + Math.sin(age / 200) * 0.05 : 1) * (start.slice(5, 7) === '12' ? 0.93 : 1);
  for (const [code, size, currency, rate] of placesAt(feed, age)) {
    const placeNoise = noise.factor(0.06);
    for (const [tier, part, tierRate] of feed.tiers) {
      const perUnit = feed.rate * rate * tierRate * dayRate * noise.factor(0.03);
      for (let track = 0; track < tracks; track++) {
        const units = noise.count(
          (volume * size * part * placeNoise) / (1 + popularityRank(track, feed.tracks, age)) ** 0.9,
        );
        if (units === 0) continue;
        const amount = feed.money ? (units * perUnit * noise.factor(0.01)).toFixed(feed.decimals) : '';
        const row = {
          territory: code,
          saleType: feed.saleType,
          tier,
          units,
          amount,
          currency: feed.money ? currency : '',
        };
        rows.push({ ...row, isrc: isrcOf(track), upc: upcOf(track, age, noise) });
      }
    }
  }
  return { feed, period, rows };
}

function volumeFactor({ grain }: SimulatedFeed, start: string, age: number): number {
  const middle = grain === 'month' ? addDays(start, 15) : grain === 'week' ? addDays(start, 3) : start;
  const growth = growthPerYear ** (age / 365);
  return growth * season(middle) * (grain === 'day' ? weekdayFactors[weekday(start)]! : 1);
}

/** A third more around Christmas, a tenth less in high summer. */
function season(day: string): number {
  const ofYear = epochDay(day) - epochDay(`${day.slice(0, 4)}-01-01`);
  const toChristmas = Math.min(Math.abs(ofYear - 350), Math.abs(ofYear + 15));
  return 1 + 0.35 * Math.exp(-((toChristmas / 14) ** 2)) - 0.1 * Math.exp(-(((ofYear - 210) / 30) ** 2));
}

function placesAt(feed: SimulatedFeed, age: number) {
  const open = lateTerritories.filter(([, afterDays]) => age >= afterDays);
  return [
    ...territories.slice(0, feed.territories),
    ...open.map(([code, , currency, rate]) => [code, 0.05, currency, rate] as const),
  ];
}

/** New releases come in near the top and sink. */
function popularityRank(track: number, initial: number, age: number): number {
  if (track < initial) return track;
  const releasedAt = (track - initial) * 20;
  return 4 + Math.min(60, (age - releasedAt) / 10);
}

function isrcOf(track: number): string {
  return `SEXYZ${String(2_000_000 + track * 37)}`;
}

/** Since its first half year every tenth track is on a compilation as well; the old album stays. */
function upcOf(track: number, age: number, noise: Noise): string {
  const isOnCompilation = track < 10 && age > 200 + track * 60 && noise.uniform() < 0.25;
  return isOnCompilation ? `0737${String(10_000_000 + track)}1` : `0602${String(40_000_000 + track * 7)}3`;
}
