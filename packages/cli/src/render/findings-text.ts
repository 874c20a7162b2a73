import type { SyncOutcome } from '@ledgerline/core';
import { counted } from './quantities.ts';

/** More kinds than this are not read any more; all of them are in the manifests. */
const toldKinds = 10;

/** What was noticed in committed reports, a line for each kind over all of them, the most frequent first. */
export function findingsText(outcomes: readonly Pick<SyncOutcome, 'findings'>[]): string[] {
  const kinds = new Map<string, { readonly message: string; count: number; reports: number }>();
  for (const { findings = [] } of outcomes) {
    for (const [key, count] of countsOf(findings)) {
      const kind = kinds.get(key) ?? { message: key, count: 0, reports: 0 };
      kinds.set(key, kind);
      kind.count += count;
      kind.reports += 1;
    }
  }
  const lines = [...kinds.values()]
    .sort((left, right) => right.count - left.count)
    .map(
      ({ message, count, reports }) =>
        `noticed: ${message} (${count.toLocaleString('en')} in ${counted(reports, 'report')})`,
    );
  if (lines.length <= toldKinds) return lines;
  return [...lines.slice(0, toldKinds), `noticed: ${lines.length - toldKinds} more kinds; --json has them all`];
}

function countsOf(findings: NonNullable<SyncOutcome['findings']>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code, message, count } of findings) {
    const key = `${code}: ${message}`;
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return counts;
}
