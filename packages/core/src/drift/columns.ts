import { normalHeader } from '../bytes/header-name.ts';
import type { DocumentColumns } from '../contracts/validator.ts';
import type { Observation } from './finding.ts';
import type { History } from './history.ts';

/**
 * Columns that were added, went or were renamed since the last report of the series.
 *
 * One that went and one that came in its place (between the same neighbours) are a renaming; without that, each is told on its own.
 */
export function observeColumns({ header, unmapped }: DocumentColumns, history: History): Observation[] {
  const last = history.lessons.at(-1);
  if (!last || last.columns.length === 0) return unmapped.map((column) => added(column, undefined, true));
  const before = new Map(last.columns.map((column, at) => [normalHeader(column), at]));
  const now = new Map(header.map((column, at) => [normalHeader(column), at]));
  const gone = last.columns.filter((column) => !now.has(normalHeader(column)));
  const fresh = header.filter((column) => column.trim() !== '' && !before.has(normalHeader(column)));
  const observations: Observation[] = [];
  const paired = new Set<string>();
  for (const column of gone) {
    const at = before.get(normalHeader(column))!;
    const successor = fresh.find(
      (name) => !paired.has(name) && stands(header, now.get(normalHeader(name))!, last.columns, at),
    );
    if (successor === undefined) {
      observations.push({
        rule: 'column-gone',
        subject: column,
        count: 1,
        message: `Column "${column}" is gone; ${last.period} still had it.`,
        expected: `column "${column}"`,
        came: 'no such column',
        periods: [last.period],
      });
      continue;
    }
    paired.add(successor);
    observations.push({
      rule: 'column-renamed',
      subject: column,
      count: 1,
      message: `Column "${column}" seems to be called "${successor}" now.`,
      expected: `column "${column}"`,
      came: `column "${successor}" in its place`,
      periods: [last.period],
    });
  }
  const isUnmapped = new Set(unmapped);
  for (const column of fresh)
    if (!paired.has(column)) observations.push(added(column, last.period, isUnmapped.has(column)));
  return observations;
}

function added(column: string, period: string | undefined, isUnmapped: boolean): Observation {
  const fate = isUnmapped ? 'neither mapped nor known to be ignored' : 'mapped, or known to be ignored';
  return {
    rule: 'column-added',
    subject: column,
    count: 1,
    message: `Column "${column}" is new: ${fate}.`,
    expected: period === undefined ? 'only columns that the feed knows' : `the columns of ${period}`,
    came: `column "${column}"`,
    periods: period === undefined ? [] : [period],
  };
}

/** Between the same neighbours, or at the same end. */
function stands(now: readonly string[], at: number, before: readonly string[], from: number): boolean {
  const same = (left: string | undefined, right: string | undefined) =>
    normalHeader(left ?? '') === normalHeader(right ?? '');
  return same(now[at - 1], before[from - 1]) && same(now[at + 1], before[from + 1]);
}
