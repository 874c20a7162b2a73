import { parsePeriod } from '@ledgerline/core';

/** Months (`YYYY-MM`) that stand in a file name: six digits, or with a dash or an underscore; a day counts for its month. */
export function monthsInName(path: string): readonly string[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const found = [...name.matchAll(/(?<!\d)(20\d{2})[-_]?(0[1-9]|1[0-2])(?:[-_]?(0[1-9]|[12]\d|3[01]))?(?!\d)/g)];
  return [...new Set(found.map(([, year, month]) => `${year}-${month}`))].sort();
}

/** The one month a name says, if it says exactly one. */
export function monthInName(path: string): string | undefined {
  const [only, second] = monthsInName(path);
  return second === undefined ? only : undefined;
}

/** The month of a folder or a cell: `202607`, `2026-07`, `20260731`. */
export function monthText(text: string): string | undefined {
  const period = parsePeriod(text.trim());
  return period && (period.grain === 'month' || period.grain === 'day') ? period.start.slice(0, 7) : undefined;
}
