import { createHash } from 'node:crypto';
import type { ItemField } from '../contracts/line-item.ts';
import type { Finding, Severity } from '../contracts/validator.ts';
import { driftRules, type Policy, type RuleName } from './rules.ts';

/**
 * A finding with all that explains it, as the state store keeps it.
 *
 * Shape: `id` is the same whenever that rule finds that subject in that report, whatever the revision or the numbers. `periods` are those the
 * expectation rests on; `expected` and `came` are texts for people. Units: `shift` is log₂ of what came over what was expected.
 */
export interface DriftFinding {
  readonly id: string;
  readonly report: string;
  readonly pipeline?: string;
  readonly rule: RuleName;
  readonly code: string;
  readonly subject: string;
  readonly severity: Severity;
  readonly policy: Policy;
  /** Rows, or whatever the rule counts. */
  readonly count: number;
  readonly message: string;
  readonly expected: string;
  readonly came: string;
  readonly periods: readonly string[];
  readonly shift?: number;
  readonly field?: ItemField;
  readonly firstPlace?: string;
  /** Who let it pass, and why. */
  readonly accepted?: { readonly who: string; readonly why: string; readonly at: string };
}

/** What a rule says of a subject, before policy and acceptances are looked at. */
export interface Observation {
  readonly rule: RuleName;
  readonly subject: string;
  readonly count: number;
  readonly message: string;
  readonly expected: string;
  readonly came: string;
  readonly periods: readonly string[];
  readonly shift?: number;
  readonly field?: ItemField;
  readonly line?: number;
  /** Worth a note, whatever the policy. */
  readonly onlyNoted?: boolean;
}

/** Twelve hexadecimal digits that stand for a rule's finding about a subject of a report. */
export function findingId(report: string, rule: RuleName, subject: string): string {
  return createHash('sha256').update(`${report}\n${rule}\n${subject}`).digest('hex').slice(0, 12);
}

export function severityOf(policy: Policy, onlyNoted: boolean | undefined): Severity {
  if (onlyNoted) return 'info';
  return policy === 'stop' ? 'error' : 'warning';
}

/** The finding as the manifest has it, with its id and, where it stops the commit, the next step. */
export function asFinding({ id, code, severity, message, field, count, firstPlace, accepted }: DriftFinding): Finding {
  const next = accepted
    ? ` Accepted by ${accepted.who}: ${accepted.why}.`
    : severity === 'error'
      ? ` See \`ledgerline drift explain ${id}\`; if it is right, \`ledgerline drift accept ${id} --why TEXT\` and run again.`
      : '';
  return {
    id,
    code,
    severity,
    message: `${message}${next}`,
    count,
    ...(field === undefined ? {} : { field }),
    ...(firstPlace === undefined ? {} : { firstPlace }),
  };
}

/** `0.0041`, `1,234`, `2.5e+7`: a statistic in three digits. */
export function about(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1000 && Math.abs(value) < 1e7) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

/** `2 times`, `half` of … as a factor: how far a shift in octaves is. */
export function factorOf(shift: number): string {
  return shift >= 0 ? `${about(2 ** shift)} times` : `1/${about(2 ** -shift)} of`;
}

export const codeOf = (rule: RuleName): string => driftRules[rule].code;
