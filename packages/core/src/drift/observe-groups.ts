import { about, factorOf, type Observation } from './finding.ts';
import type { Group } from './group.ts';
import type { RateBand } from './history.ts';
import { isUnitJump } from './rows.ts';
import type { RuleName } from './rules.ts';
import type { DriftSettings } from './settings.ts';

/** From this part of all judged rows on, a shift of groups is a shift of the report. */
const reportShare = 0.5;

/** What the groups of a report say as wholes: units, rates and signs. */
export function observeGroups(groups: readonly Group[], settings: DriftSettings): Observation[] {
  const known = groups.filter(({ band }) => band !== undefined);
  const departures = known.flatMap((group) => departureOf(group, settings) ?? []);
  const flips = known.flatMap((group) => flipOf(group) ?? []);
  const rates = known.reduce((sum, group) => sum + group.rates.total, 0);
  const seen = known.reduce((sum, group) => sum + group.seen, 0);
  return [
    ...together('unit-jump', departures, rates, settings),
    ...together('rate', departures, rates, settings),
    ...together('sign-flip', flips, seen, settings),
  ];
}

interface Departure {
  readonly rule: RuleName;
  readonly group: Group;
  /** The rows it rests on. */
  readonly sample: number;
  readonly observation: Observation;
}

/** How far the median rate of a group is off; undefined within its band. */
function departureOf(group: Group, { rules }: DriftSettings): Departure | undefined {
  const { band, rates } = group;
  const median = rates.median();
  if (!band || median === undefined) return undefined;
  const shift = median - band.median;
  if (Math.abs(shift) <= band.groupWidth) return undefined;
  const rule: RuleName = isUnitJump(shift) && rules['unit-jump'].policy !== 'off' ? 'unit-jump' : 'rate';
  const what = rule === 'unit-jump' ? ', which is another unit rather than another rate' : '';
  const observation: Observation = {
    rule,
    subject: group.key,
    count: rates.total,
    message: `The amount per unit of ${group.key} is ${factorOf(shift)} what it was${what}.`,
    expected: expectedRate(band),
    came: `about ${about(2 ** median)} a unit, median of ${rates.total} rows`,
    periods: band.periods,
    shift,
    field: 'amount',
    line: group.firstLine,
  };
  return { rule, group, sample: rates.total, observation };
}

export function expectedRate({ median, groupWidth }: RateBand): string {
  return `about ${about(2 ** median)} a unit (${about(2 ** (median - groupWidth))} to ${about(2 ** (median + groupWidth))})`;
}

/** At most this part of earlier rows had opposite signs, where half having them is a flip. */
const usualNegative = 0.02;

function flipOf(group: Group): Departure | undefined {
  const { band, negative, seen } = group;
  if (!band || band.negativeShare > usualNegative || seen === 0 || negative * 2 < seen) return undefined;
  const observation: Observation = {
    rule: 'sign-flip',
    subject: group.key,
    count: negative,
    message: `${negative} of ${seen} rows of ${group.key} have amounts and units of opposite signs.`,
    expected: `opposite signs in ${about(band.negativeShare * 100)} % of rows`,
    came: `in ${about((negative / seen) * 100)} %`,
    periods: band.periods,
    field: 'amount',
    line: group.firstLine,
  };
  return { rule: 'sign-flip', group, sample: seen, observation };
}

/**
 * One observation for the report when most of it departs the same way, else one for each group of enough rows.
 *
 * Groups of few rows say nothing alone; together they do, so a small report in other units does not pass for want of large groups.
 */
function together(
  rule: 'unit-jump' | 'rate' | 'sign-flip',
  all: readonly Departure[],
  judged: number,
  { rules }: DriftSettings,
): Observation[] {
  const { minimum } = rules[rule];
  const found = all.filter((departure) => departure.rule === rule).sort((left, right) => right.sample - left.sample);
  const largest = found[0];
  const alone = found.filter(({ sample }) => sample >= minimum).map(({ observation }) => observation);
  if (!largest || found.length < 2) return alone;
  const direction = Math.sign(largest.observation.shift ?? 0);
  const same = found.filter(({ observation }) => Math.sign(observation.shift ?? 0) === direction);
  const rows = same.reduce((sum, { sample }) => sum + sample, 0);
  if (rows < minimum || rows < judged * reportShare) return alone;
  return [reportObservation(rule, same, largest, rows / judged)];
}

function reportObservation(
  rule: 'unit-jump' | 'rate' | 'sign-flip',
  found: readonly Departure[],
  { group, observation }: Departure,
  share: number,
): Observation {
  const { shift, expected, came, periods } = observation;
  const what =
    shift === undefined
      ? 'Amounts and units have opposite signs'
      : `The amount per unit is ${factorOf(shift)} what it was`;
  return {
    ...{ rule, subject: 'report', came, periods, field: 'amount' },
    count: found.reduce((sum, { sample }) => sum + sample, 0),
    message: `${what} in ${found.length} groups, ${Math.round(share * 100)} % of the rows.`,
    expected: `${expected} in ${group.key}, the largest of them`,
    line: Math.min(...found.map((departure) => departure.group.firstLine)),
    ...(shift === undefined ? {} : { shift }),
  };
}
