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
  const departures = groups.flatMap((group) => departureOf(group, settings) ?? []);
  const flips = groups.flatMap((group) => flipOf(group, settings) ?? []);
  const judged = groups.filter(({ band }) => band !== undefined).reduce((sum, { seen }) => sum + seen, 0);
  return [
    ...together('unit-jump', departures, judged, 'Amounts per unit'),
    ...together('rate', departures, judged, 'Amounts per unit'),
    ...together('sign-flip', flips, judged, 'Signs'),
  ];
}

interface Departure {
  readonly rule: RuleName;
  readonly group: Group;
  readonly observation: Observation;
}

/** How far the median rate of a group is off; undefined within its band, or with too few rows to say. */
function departureOf(group: Group, { rules }: DriftSettings): Departure | undefined {
  const { band, rates } = group;
  const median = rates.median();
  if (!band || median === undefined) return undefined;
  const shift = median - band.median;
  if (Math.abs(shift) <= band.groupWidth) return undefined;
  const rule: RuleName = isUnitJump(shift) && rules['unit-jump'].policy !== 'off' ? 'unit-jump' : 'rate';
  if (rates.total < rules[rule].minimum) return undefined;
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
  return { rule, group, observation };
}

export function expectedRate({ median, groupWidth }: RateBand): string {
  return `about ${about(2 ** median)} a unit (${about(2 ** (median - groupWidth))} to ${about(2 ** (median + groupWidth))})`;
}

/** At most this part of earlier rows had opposite signs, where half having them is a flip. */
const usualNegative = 0.02;

function flipOf(group: Group, { rules }: DriftSettings): Departure | undefined {
  const { band, negative, seen } = group;
  if (!band || band.negativeShare > usualNegative || seen < rules['sign-flip'].minimum || negative * 2 < seen)
    return undefined;
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
  return { rule: 'sign-flip', group, observation };
}

/** One observation for the report when most of it departs the same way, else one for each group. */
function together(rule: RuleName, all: readonly Departure[], judged: number, what: string): Observation[] {
  const found = all.filter((departure) => departure.rule === rule);
  const rows = found.reduce((sum, { group }) => sum + group.seen, 0);
  const [first] = [...found].sort((left, right) => right.group.seen - left.group.seen);
  if (!first || found.length < 2 || rows < judged * reportShare) return found.map(({ observation }) => observation);
  const sign = Math.sign(first.observation.shift ?? 0);
  if (found.some(({ observation }) => Math.sign(observation.shift ?? 0) !== sign))
    return found.map(({ observation }) => observation);
  const { shift, expected, came, periods, field, line } = first.observation;
  const detail = shift === undefined ? 'are opposite' : `are ${factorOf(shift)} what they were`;
  return [
    {
      ...{ rule, subject: 'report', count: rows, periods },
      message: `${what} ${detail} in ${found.length} groups, ${Math.round((rows / judged) * 100)} % of the rows.`,
      expected: `${expected} in ${first.group.key}, the largest of them`,
      came,
      ...(shift === undefined ? {} : { shift }),
      ...(field === undefined ? {} : { field }),
      ...(line === undefined ? {} : { line: Math.min(...found.map(({ group }) => group.firstLine)) }),
    },
  ];
}
