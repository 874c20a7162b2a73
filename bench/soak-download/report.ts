import type { Check } from '../checks.ts';
import { etagBehaviours } from './cases.ts';
import type { Result } from './download.ts';
import type { Ran } from './run-cases.ts';

/** What `--json` prints. */
export interface Report {
  readonly name: 'soak:download';
  readonly checks: readonly Check[];
  readonly holds: boolean;
  readonly wallSeconds: number;
  readonly rows: readonly (Result & { readonly id: string; readonly broken: readonly string[] })[];
}

/** The share of passing faults that downloads come through; on a machine too busy, time limits end some that are fine. */
const leastPassing = 0.9;

/** The promises a result broke; none when all is well. */
export function brokenPromises({ subject, result }: Ran): readonly string[] {
  const { outcome, bytes, withinBudget, leftovers } = result;
  const broken: string[] = [];
  if (outcome !== 'v1' && outcome !== 'v2' && outcome !== 'loud') broken.push(outcome);
  if (outcome === 'v2' && subject.etag === 'strong') broken.push('a version that was never served');
  if (outcome === 'loud' && bytes > 0) broken.push('bytes handed on before a failure');
  if (!withinBudget) broken.push('more sends than the budget allows');
  if (leftovers > 0) broken.push('a staging file left behind');
  return broken;
}

/** Sums up what was run: one check per toxic and ETag behaviour, and totals. */
export function buildReport(ran: readonly Ran[], wallSeconds: number): Report {
  const rows = ran.map((item) => ({ id: item.subject.id, ...item.result, broken: brokenPromises(item) }));
  const count = (holds: (row: (typeof rows)[number], item: Ran) => boolean): number =>
    ran.filter((item, index) => {
      const row = rows[index];
      return row !== undefined && holds(row, item);
    }).length;
  const none = (id: string, unit: string, value: number): Check => ({
    id,
    value,
    unit,
    limit: '<= 0',
    holds: value === 0,
  });
  const isWhole = ({ outcome }: { readonly outcome: string }): boolean => outcome === 'v1' || outcome === 'v2';
  const pairs = [...new Set(ran.map(({ subject }) => subject.plan.toxic))].flatMap((toxic) =>
    etagBehaviours.map((etag) => {
      const value = count(({ broken }, { subject }) => {
        return broken.length > 0 && subject.plan.toxic === toxic && subject.etag === etag;
      });
      return none(`e12.${toxic}.${etag}`, 'broken cases', value);
    }),
  );
  const whole = count(isWhole);
  const loud = count(({ outcome }) => outcome === 'loud');
  const passing = count((_, { subject }) => subject.plan.passes);
  const survived = count((row, { subject }) => subject.plan.passes && isWhole(row)) / Math.max(1, passing);
  const checks: readonly Check[] = [
    ...pairs,
    none(
      'e12.mixed',
      'cases',
      count(({ outcome }) => ['mixed', 'short', 'long'].includes(outcome)),
    ),
    none(
      'e12.unexplained',
      'cases',
      count(({ outcome }) => outcome === 'bug' || outcome === 'hung'),
    ),
    none(
      'e12.duplicates',
      'cases',
      count(({ outcome, bytes }) => outcome === 'long' || (outcome === 'loud' && bytes > 0)),
    ),
    none(
      'e12.over-budget',
      'cases',
      count(({ withinBudget }) => !withinBudget),
    ),
    { id: 'e12.identical', value: whole, unit: 'cases', limit: '>= 1', holds: whole >= 1 },
    {
      id: 'e12.loud',
      value: loud,
      unit: 'cases',
      limit: `= ${ran.length - whole}`,
      holds: loud === ran.length - whole,
    },
    {
      id: 'e12.passing',
      value: Math.round(survived * 10_000) / 10_000,
      unit: 'share',
      limit: `>= ${leastPassing}`,
      holds: survived >= leastPassing,
    },
  ];
  return { name: 'soak:download', checks, holds: checks.every(({ holds }) => holds), wallSeconds, rows };
}
