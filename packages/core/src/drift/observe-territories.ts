import { about, type Observation } from './finding.ts';
import type { Group, Territory } from './group.ts';
import type { History } from './history.ts';
import type { DriftSettings } from './settings.ts';
import { median } from './statistic.ts';

/** A new territory with less of the units than this is noted, not told. */
const smallShare = 0.1;
/** A rate this far (in octaves) outside what any other territory has is no territory's rate. */
const plausibleOctaves = 3;
/** A territory is missed when it never had fewer rows than the first and usually had as many as the second. */
const [leastRows, usualRows] = [5, 20];

interface Place {
  readonly territory: Territory;
  readonly groups: readonly Group[];
  readonly rows: number;
  readonly units: number;
}

/** What the territories of a report say: new ones, those that cannot be, other currencies, missing ones. */
export function observeTerritories(groups: readonly Group[], history: History, settings: DriftSettings): Observation[] {
  const places = placesOf(groups);
  const units = places.reduce((sum, place) => sum + Math.abs(place.units), 0);
  return [
    ...places.flatMap((place) => observePlace(place, history, settings, units)),
    ...(places.length === 0 ? [] : missing(new Set(places.map(({ territory }) => territory.name)), history, settings)),
  ];
}

export function placesOf(groups: readonly Group[]): Place[] {
  const byTerritory = new Map<Territory, Group[]>();
  for (const group of groups) {
    const found = byTerritory.get(group.territory);
    if (found) found.push(group);
    else byTerritory.set(group.territory, [group]);
  }
  return [...byTerritory].map(([territory, own]) => ({
    territory,
    groups: own,
    rows: own.reduce((sum, { seen }) => sum + seen, 0),
    units: own.reduce((sum, group) => sum + group.units, 0),
  }));
}

function observePlace(
  place: Place,
  history: History,
  { rules, minimumPeriods }: DriftSettings,
  allUnits: number,
): Observation[] {
  const { territory, groups, rows } = place;
  const { name, standing, timesSeen } = territory;
  const line = Math.min(...groups.map(({ firstLine }) => firstLine));
  const whole = { subject: name, count: rows, line, field: 'territory' as const };
  if (timesSeen > 0) return observeCurrencies(place, history, rules);
  if (standing !== 'current' && rows >= rules['territory-invalid'].minimum) {
    const what = standing === 'withdrawn' ? 'was withdrawn' : 'is in no list of territories';
    return [
      {
        ...{ ...whole, rule: 'territory-invalid', periods: [] },
        message: `${rows} rows are for ${name}, a code that ${what}.`,
        expected: 'territories in force, or those of earlier reports',
        came: name,
      },
    ];
  }
  if (history.lessons.length < minimumPeriods || rows < rules['territory-new'].minimum) return [];
  const share = allUnits === 0 ? 0 : Math.abs(place.units) / allUnits;
  const odd = groups.some((group) => isOddRate(group, history));
  return [
    {
      ...{ ...whole, rule: 'territory-new', periods: history.lessons.map(({ period }) => period) },
      message: odd
        ? `${name} is new and its amount per unit is like no other territory's.`
        : `${name} is new, with ${rows} rows and ${about(share * 100)} % of the units.`,
      expected: 'the territories of earlier reports, or a new one at a plausible rate and with few units',
      came: `${name}, ${rows} rows`,
      onlyNoted: !odd && share < smallShare,
    },
  ];
}

/** Outside everything that this product earns anywhere in this currency, by a factor of eight. */
function isOddRate(group: Group, history: History): boolean {
  const median = group.rates.median();
  const elsewhere = history.ratesElsewhere(group);
  if (median === undefined || !elsewhere) return false;
  return median < elsewhere[0] - plausibleOctaves || median > elsewhere[1] + plausibleOctaves;
}

function observeCurrencies(
  { territory, groups, rows }: Place,
  history: History,
  rules: DriftSettings['rules'],
): Observation[] {
  const foreign = groups.filter(({ isForeign }) => isForeign);
  if (foreign.length === 0) return [];
  const count = foreign.reduce((sum, { seen }) => sum + seen, 0);
  const currencies = [...new Set(foreign.map(({ currency }) => currency))].sort().join(', ');
  const usual = [...(territory.currencies ?? [])].sort().join(', ');
  const isSwap = count * 2 >= rows && count >= rules['currency-swap'].minimum;
  if (!isSwap && count < rules['currency-row'].minimum) return [];
  return [
    {
      rule: isSwap ? 'currency-swap' : 'currency-row',
      subject: `${territory.name} ${currencies}`,
      message: `${count} of ${rows} rows of ${territory.name} are in ${currencies}; it always had ${usual}.`,
      expected: `${territory.name} in ${usual}`,
      came: `${count} of ${rows} rows in ${currencies}`,
      periods: history.lessons.map(({ period }) => period),
      ...{ count, field: 'currency' as const, line: Math.min(...foreign.map(({ firstLine }) => firstLine)) },
    },
  ];
}

function missing(present: ReadonlySet<string>, history: History, { rules }: DriftSettings): Observation[] {
  const { minimum } = rules['territory-missing'];
  const last = history.lessons.slice(-minimum);
  if (last.length < minimum) return [];
  const rowsOf = new Map<string, number[]>();
  for (const { territories } of last)
    for (const { territory, rows } of territories) rowsOf.set(territory, [...(rowsOf.get(territory) ?? []), rows]);
  const periods = last.map(({ period }) => period);
  return [...rowsOf].flatMap(([name, rows]) => {
    const usually = median(rows)!;
    if (present.has(name) || rows.length < minimum || Math.min(...rows) < leastRows || usually < usualRows) return [];
    return [
      {
        ...{ rule: 'territory-missing' as const, subject: name, count: 1, periods, field: 'territory' as const },
        message: `${name} is not there; it was in each of the last ${minimum} reports, usually with ${about(usually)} rows.`,
        expected: `${name} with about ${about(usually)} rows`,
        came: 'none',
      },
    ];
  });
}
