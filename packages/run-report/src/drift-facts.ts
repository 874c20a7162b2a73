import type { Severity } from '@ledgerline/core';
import type { ListedFinding } from '@ledgerline/core/runtime';
import type { DriftFact, DriftFindings } from './run-report.ts';

/** Findings told one by one. */
const toldFindings = 25;

const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** What drift found, weightiest first; accepted findings last. */
export function driftFindings(found: readonly ListedFinding[]): DriftFindings {
  const bySeverity: Partial<Record<Severity, number>> = {};
  for (const { severity } of found) bySeverity[severity] = (bySeverity[severity] ?? 0) + 1;
  const sorted = [...found].sort(
    (left, right) => weightOf(left) - weightOf(right) || (left.report < right.report ? 1 : -1),
  );
  return {
    bySeverity,
    accepted: found.filter(({ accepted }) => accepted !== undefined).length,
    findings: sorted.slice(0, toldFindings).map(driftFact),
    moreFindings: Math.max(0, sorted.length - toldFindings),
  };
}

function weightOf({ severity, accepted }: ListedFinding): number {
  return weights[severity] + (accepted ? 3 : 0);
}

function driftFact({
  id,
  report,
  rule,
  severity,
  message,
  expected,
  came,
  isCommitted,
  accepted,
}: ListedFinding): DriftFact {
  return {
    ...{ id, report, rule, severity, message, expected, came, isCommitted },
    ...(accepted === undefined ? {} : { acceptedBy: accepted.who }),
  };
}
