import type { DocumentColumns } from '../contracts/validator.ts';
import { observeColumns } from './columns.ts';
import { about, factorOf, type Observation } from './finding.ts';
import type { Group } from './group.ts';
import type { History } from './history.ts';
import { observeGroups } from './observe-groups.ts';
import { observeRows } from './observe-rows.ts';
import { observeTerritories, placesOf } from './observe-territories.ts';
import type { PairTable } from './pair-table.ts';
import { isUnitJump } from './rows.ts';
import type { DriftSettings } from './settings.ts';
import { expectVolume } from './volume.ts';

/** A finished report, as far as drift has looked at it. */
export interface Seen {
  readonly period: string;
  readonly groups: readonly Group[];
  readonly pairs: PairTable | undefined;
  readonly columns: DocumentColumns | undefined;
}

/** Observations of one rule beyond this many are told as one number. */
const toldOfRule = 20;

/** All that there is to say about a report; what is off or accepted is not yet left out. Order: by rule, the largest first. */
export function observe(seen: Seen, history: History, settings: DriftSettings): Observation[] {
  const columns = (seen.columns ? observeColumns(seen.columns, history) : []).filter(
    // Without any report before, only what nobody knows is told.
    ({ rule, periods }) => periods.length === 0 || history.lessons.length >= settings.rules[rule].minimum,
  );
  if (!history.isLearnt) return limited([...columns, ...observeTerritories(seen.groups, history, settings)]);
  const groups = observeGroups(seen.groups, settings);
  const whole = groups.some(({ rule, subject }) => rule === 'unit-jump' && subject === 'report');
  return limited([
    ...groups,
    ...observeRows(seen.groups, groups),
    ...observeTerritories(seen.groups, history, settings),
    // Units that are a million times what they were are told once.
    ...(whole ? [] : observeVolume(seen, history, settings)),
    ...observePairs(seen.pairs, settings),
    ...columns,
  ]);
}

/** The rows of one report on their own, without anything about the document: dead letters taken up again. */
export function observeLetters(groups: readonly Group[]): Observation[] {
  return limited(observeRows(groups, []));
}

function observeVolume({ period, groups }: Seen, history: History, { rules }: DriftSettings): Observation[] {
  const since = history.breakOf(['volume', 'unit-jump'], 'units')?.period;
  const expected = expectVolume(period, history.lessons, rules.volume.minimum, since);
  if (!expected) return [];
  const units = placesOf(groups).reduce((sum, place) => sum + place.units, 0);
  const shift = units > 0 ? Math.log2(units) - expected.log2 : Number.NEGATIVE_INFINITY;
  if (Math.abs(shift) <= expected.threshold) return [];
  const isJump = isUnitJump(shift);
  const usual = 2 ** expected.log2;
  const how = units > 0 ? `${factorOf(shift)} what was to be expected` : 'nothing';
  return [
    {
      rule: isJump ? 'unit-jump' : 'volume',
      subject: 'units',
      count: groups.reduce((sum, { seen }) => sum + seen, 0),
      message: `The units of the report are ${how}${isJump ? ', which is another unit rather than another volume' : ''}.`,
      expected: `about ${about(usual)} units (${about(usual / 2 ** expected.threshold)} to ${about(usual * 2 ** expected.threshold)})`,
      came: `about ${about(units)} units`,
      periods: expected.periods,
      ...(Number.isFinite(shift) ? { shift } : {}),
      field: 'units',
    },
  ];
}

function observePairs(pairs: PairTable | undefined, { rules }: DriftSettings): Observation[] {
  const { count, examples } = pairs?.changed() ?? { count: 0, examples: [] };
  if (count < rules['upc-changed'].minimum) return [];
  const known = 'the UPCs that earlier reports had for it';
  const each = examples.slice(0, toldOfRule).map(
    ({ isrc, upc, line }): Observation => ({
      ...{ rule: 'upc-changed', subject: isrc, count: 1, periods: [], field: 'upc', line },
      message: `${isrc} comes with UPC ${upc} and with none of those it had.`,
      expected: known,
      came: `UPC ${upc} only`,
    }),
  );
  return count <= each.length ? each : [...each, more('upc-changed', count - each.length)];
}

/** Not more than a screen of one rule; what is left out is counted. */
function limited(all: readonly Observation[]): Observation[] {
  const byRule = Map.groupBy(all, ({ rule }) => rule);
  return [...byRule].flatMap(([rule, found]) => {
    const sorted = found.sort((left, right) => right.count - left.count || (left.subject < right.subject ? -1 : 1));
    if (rule === 'upc-changed' || sorted.length <= toldOfRule) return sorted;
    return [...sorted.slice(0, toldOfRule), more(rule, sorted.length - toldOfRule)];
  });
}

function more(rule: Observation['rule'], count: number): Observation {
  const message = `${count} more of the same rule, smaller than those told one by one.`;
  return { rule, subject: 'others', count, message, expected: 'as for those', came: `${count} more`, periods: [] };
}
