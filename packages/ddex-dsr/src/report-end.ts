import { compareDecimals, formatDecimal, parseDecimal, type ReadObserver } from '@ledgerline/core';
import { ExactTotal } from './exact-total.ts';
import { describeIssue } from './issues.ts';
import type { DsrSummary } from './summary.ts';

/** What a reading hands to its observer besides the summary. */
export interface EndFacts {
  readonly object: string;
  /** Lines that the footers claim; undefined when one is silent. */
  readonly claimedLines: number | undefined;
  /** Rows and rejects that were handed on. */
  readonly records: number;
  /** Whether the amounts of summary rows are those of the rows handed on. */
  readonly amounts: boolean;
}

/** Failures told one by one; more of them change nothing. */
const maxFailures = 20;

/** Tells the observer what the message claims and whether it holds: claims, evidence, findings. */
export function reportEnd(summary: DsrSummary, facts: EndFacts, observer: ReadObserver): void {
  for (const issue of summary.issues.filter(({ severity }) => severity === 'finding'))
    observer.finding(issue.code, describeIssue(issue));
  const failures = summary.issues.filter(({ severity }) => severity === 'failure');
  for (const issue of failures.slice(0, maxFailures))
    observer.evidence({ kind: 'framing', holds: false, detail: `${issue.code}: ${describeIssue(issue)}` });
  const lines = summary.files.reduce((total, file) => total + file.lines, 0);
  if (summary.ok) {
    const detail = `${facts.object}: ${lines} lines in ${summary.files.length} files, as their footers say`;
    observer.evidence({ kind: 'framing', holds: true, detail });
  }
  if (facts.claimedLines !== undefined) {
    const rows = facts.claimedLines - (lines - facts.records);
    observer.claim({ where: `${facts.object}, lines of the footers less those that are no rows`, rows: String(rows) });
  }
  const amounts = facts.amounts ? exactAmounts(summary) : {};
  if (Object.keys(amounts).length > 0)
    observer.claim({ where: `${facts.object}, AllocatedNetRevenue of the summary rows`, amounts });
}

/** Amounts by currency that hold to the last digit; what differs by rounding is a finding, what differs by more a failure. */
function exactAmounts({ claims }: DsrSummary): Record<string, string> {
  const totals = new Map<string, { claimed: ExactTotal; counted: ExactTotal }>();
  for (const { currency, claimed, counted } of claims) {
    const left = parseDecimal(claimed);
    const right = parseDecimal(counted);
    if (currency === undefined || left === undefined || right === undefined) continue;
    const total = totals.get(currency) ?? { claimed: new ExactTotal(), counted: new ExactTotal() };
    total.claimed.add(left);
    total.counted.add(right);
    totals.set(currency, total);
  }
  const amounts: Record<string, string> = {};
  for (const [currency, { claimed, counted }] of totals) {
    if (compareDecimals(claimed.value, counted.value) === 0) amounts[currency] = formatDecimal(claimed.value);
  }
  return amounts;
}
