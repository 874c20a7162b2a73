import type { Observation } from './finding.ts';
import { type Group, rowRules } from './group.ts';
import { expectedRate } from './observe-groups.ts';
import { subjectOf } from './rows.ts';

type Marked = Extract<(typeof rowRules)[number], 'sign-row' | 'unit-jump-row' | 'rate-row'>;

const told: Readonly<Record<Marked, string>> = {
  'sign-row': 'with amount and units of opposite signs',
  'unit-jump-row': 'with an amount per unit a thousand or a million times off',
  'rate-row': 'with an amount per unit outside the band',
};

/** Rows that went wrong alone, a line for each rule and group; where the group as a whole departed, `observed` says so and rows do not. */
export function observeRows(groups: readonly Group[], observed: readonly Observation[]): Observation[] {
  const whole = new Set(observed.flatMap(({ rule, subject }) => [`${kindOf(rule)} ${subject}`]));
  return groups.flatMap((group) =>
    (Object.keys(told) as Marked[]).flatMap((rule) => {
      const mark = rowRules.indexOf(rule) + 1;
      const count = group.marked[mark]!;
      const kind = kindOf(rule);
      if (count === 0 || !group.band || whole.has(`${kind} ${group.key}`) || whole.has(`${kind} report`)) return [];
      return [
        {
          ...{ rule, subject: subjectOf(rule, group), count, periods: group.band.periods },
          message: `${count} of ${group.seen} rows of ${group.key} ${told[rule]}.`,
          expected: rule === 'sign-row' ? 'amount and units of one sign' : expectedRate(group.band),
          came: `${count} rows ${told[rule]}`,
          field: 'amount' as const,
          line: group.markedLine[mark]!,
        },
      ];
    }),
  );
}

/** Rules about rows and about groups that speak of the same thing. */
function kindOf(rule: string): string {
  return rule.startsWith('sign')
    ? 'sign'
    : rule === 'unit-jump' || rule.startsWith('rate') || rule === 'unit-jump-row'
      ? 'rate'
      : rule;
}
