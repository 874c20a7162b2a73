import type { DeclaredClaim } from '../contracts/connector.ts';
import type { ProvedClaim, RowCounts, TotalLine } from '../contracts/manifest.ts';
import type { ClaimedTotals, Verdict } from '../contracts/report.ts';
import type { Evidence } from '../contracts/source.ts';
import type { Finding } from '../contracts/validator.ts';
import { compareDecimals, parseDecimal } from '../money/decimal.ts';
import { ExactSum } from '../money/exact-sum.ts';
import { overdraft, type RejectBudget } from './budget.ts';

/** All that a verdict rests on. */
export interface ProofInput {
  readonly counts: RowCounts;
  readonly totals: readonly TotalLine[];
  readonly rejectedTotals: readonly TotalLine[];
  readonly evidence: readonly Evidence[];
  readonly claimed: readonly ClaimedTotals[];
  readonly declares: readonly DeclaredClaim[];
  readonly emptyDocument: 'proves-zero' | 'unproven';
  readonly findings: readonly Finding[];
  readonly budget: RejectBudget;
  /** The first rejected rows in words, for people who must decide without a committed dead letter to look at. */
  readonly firstRejects: readonly string[];
}

export interface Proof {
  readonly verdict: Extract<Verdict, 'complete' | 'empty' | 'incomplete' | 'unproven' | 'held'>;
  readonly claims: readonly ProvedClaim[];
  /** Why it does not commit. */
  readonly code?: string;
  readonly message?: string;
}

/** The least claim: some sign that the bytes arrived whole. */
const integrity = new Set(['length', 'framing', 'gzip-trailer', 'zip-directory', 'digest', 'file-size']);

/**
 * Decides whether a report that was read may be committed; pure.
 *
 * Order of judgement: broken evidence, failed claims, missing evidence or claims, findings and budgets, emptiness.
 */
export function prove(input: ProofInput): Proof {
  const claims = [accounting(input.counts), ...input.claimed.flatMap((claim) => proveClaim(claim, input))];
  const broken = input.evidence.find((item) => !item.holds);
  if (broken)
    return verdict('incomplete', claims, 'TRANSPORT_BROKEN', `The document did not arrive whole: ${broken.detail}.`);
  const failed = claims.find((claim) => !claim.holds);
  if (failed) {
    const message = `${failed.what} differs: ${failed.where} says ${failed.claimed}, counted ${failed.counted}.`;
    return verdict('incomplete', claims, 'CLAIM_FAILED', message);
  }
  if (!input.evidence.some((item) => integrity.has(item.kind)))
    return verdict('unproven', claims, 'INTEGRITY_UNPROVEN', 'Nothing shows that the document arrived whole.');
  const absent = input.declares.find((what) => !input.claimed.some((claim) => claim[what] !== undefined));
  if (absent)
    return verdict(
      'unproven',
      claims,
      'CLAIM_ABSENT',
      `The document does not state its ${absent}, which this feed always does.`,
    );
  const stop = input.findings.find((finding) => finding.severity === 'error');
  if (stop) return verdict('held', claims, stop.code, stop.message);
  const over = overBudget(input);
  if (over) return verdict('held', claims, 'REJECT_BUDGET', over);
  if (input.counts.accepted + input.counts.rejected > 0) return { verdict: 'complete', claims };
  if (input.emptyDocument === 'proves-zero' || input.claimed.some((claim) => claim.rows === '0'))
    return { verdict: 'empty', claims };
  return verdict(
    'unproven',
    claims,
    'EMPTY_UNPROVEN',
    'The document has no rows and nothing shows that there were none to report.',
  );
}

function verdict(kind: Proof['verdict'], claims: readonly ProvedClaim[], code: string, message: string): Proof {
  return { verdict: kind, claims, code, message };
}

function accounting(counts: RowCounts): ProvedClaim {
  const counted = counts.accepted + counts.rejected + counts.skipped;
  return {
    what: 'rows read',
    where: 'the reader',
    claimed: String(counts.read),
    counted: String(counted),
    holds: counts.read === counted,
  };
}

/** A claim counts everything the document holds: what was accepted and what became a dead letter. */
function proveClaim(claim: ClaimedTotals, input: ProofInput): ProvedClaim[] {
  const lines = [...input.totals, ...input.rejectedTotals];
  const proved: ProvedClaim[] = [];
  const compare = (what: string, claimed: string, counted: string): void => {
    const left = parseDecimal(claimed);
    const right = parseDecimal(counted);
    const holds = left !== undefined && right !== undefined && compareDecimals(left, right) === 0;
    proved.push({ what, where: claim.where, claimed, counted, holds });
  };
  if (claim.rows !== undefined) compare('row count', claim.rows, String(input.counts.accepted + input.counts.rejected));
  if (claim.units !== undefined) compare('units', claim.units, sum(lines.map((line) => line.units)));
  for (const [currency, amount] of Object.entries(claim.amounts ?? {})) {
    const counted = sum(lines.filter((line) => line.currency === currency).map((line) => line.amount ?? '0'));
    compare(`amount in ${currency}`, amount, counted);
  }
  return proved;
}

function sum(values: readonly string[]): string {
  const total = new ExactSum();
  for (const value of values) total.add(value);
  return total.toString();
}

function overBudget(input: ProofInput): string | undefined {
  const found = overdraft(input);
  if (!found) return undefined;
  const { firstRejects } = input;
  const examples = firstRejects.length > 0 ? ` The first: ${firstRejects.join('; ')}.` : '';
  return `${found.what}.${examples} Correct the source or its mapping, or raise the budget of the pipeline (${found.setting}).`;
}
