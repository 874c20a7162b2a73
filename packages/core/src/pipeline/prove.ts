import type { Acceptance, Objection } from '../contracts/acceptance.ts';
import type { DeclaredClaim } from '../contracts/connector.ts';
import type { ProvedClaim, RowCounts, TotalLine } from '../contracts/manifest.ts';
import type { ClaimedTotals, Verdict } from '../contracts/report.ts';
import type { Evidence } from '../contracts/source.ts';
import type { Finding } from '../contracts/validator.ts';
import { cellDifferences } from '../totals/cell-differences.ts';
import { proveClaims } from '../totals/prove-claims.ts';
import { overdraft, type RejectBudget } from './budget.ts';

/** All that a verdict rests on. */
export interface ProofInput {
  readonly counts: RowCounts;
  readonly totals: readonly TotalLine[];
  /** What was serialised for the sink, added up row by row as it was written. */
  readonly staged: readonly TotalLine[];
  readonly rejectedTotals: readonly TotalLine[];
  /** The same, row by row without its sign; what budgets are held against. */
  readonly rejectedSizes: readonly TotalLine[];
  readonly evidence: readonly Evidence[];
  readonly claimed: readonly ClaimedTotals[];
  readonly declares: readonly DeclaredClaim[];
  readonly emptyDocument: 'proves-zero' | 'unproven';
  readonly findings: readonly Finding[];
  readonly budget: RejectBudget;
  /** The first rejected rows in words, for people who must decide without a committed dead letter to look at. */
  readonly firstRejects: readonly string[];
  /** The word of a person about exactly this document. */
  readonly acceptance?: Acceptance;
}

export interface Proof {
  readonly verdict: ProvedVerdict;
  readonly claims: readonly ProvedClaim[];
  /** Everything that stands against a commit, the weightiest first. */
  readonly objections: readonly Objection[];
  /** Covers every objection: it commits all the same. */
  readonly acceptance?: Acceptance;
  /** Why it does not commit. */
  readonly code?: string;
  readonly message?: string;
}

type ProvedVerdict = Extract<Verdict, 'complete' | 'empty' | 'incomplete' | 'unproven' | 'held'>;
type Weighed = Objection & { readonly verdict: ProvedVerdict };

/** The least claim: some sign that the bytes arrived whole. */
const integrity = new Set(['length', 'framing', 'gzip-trailer', 'zip-directory', 'digest', 'file-size']);

/** Faults of ours and not of the document: nobody's word makes these figures right. */
export const ownFaults: ReadonlySet<string> = new Set(['ROWS_UNACCOUNTED', 'STAGED_DIFFERS']);

/** More of them are counted, not told. */
const toldObjections = 3;

/**
 * Decides whether a report that was read may be committed; pure.
 *
 * Order of judgement: our own books, broken evidence, failed claims, missing evidence or claims, findings and budgets, emptiness.
 */
export function prove(input: ProofInput): Proof {
  const { counts, claimed } = input;
  const claims = [accounting(counts), ...staging(input), ...proveClaims(claimed, input)];
  const objections = [...ownBooks(claims), ...ofTransport(input), ...ofClaims(claims), ...ofAbsence(input)];
  for (const { severity, code, message } of input.findings)
    if (severity === 'error') objections.push({ verdict: 'held', code, message });
  const over = overBudget(input);
  if (over) objections.push({ verdict: 'held', code: 'REJECT_BUDGET', message: over });
  const hasRows = counts.accepted + counts.rejected > 0;
  const provedZero = input.emptyDocument === 'proves-zero' || claimed.some(({ rows }) => rows === '0');
  if (!hasRows && !provedZero) {
    const message = 'The document has no rows and nothing shows that there were none to report.';
    objections.push({ verdict: 'unproven', code: 'EMPTY_UNPROVEN', message });
  }
  const [first] = objections;
  if (!first) return { verdict: hasRows ? 'complete' : 'empty', claims, objections: [] };
  const told = objections.map(({ code, message }) => ({ code, message }));
  const proof = { verdict: first.verdict, claims, objections: told };
  if (input.acceptance && covers(input.acceptance, told)) return { ...proof, acceptance: input.acceptance };
  return { ...proof, code: first.code, message: inWords(told) };
}

/** An acceptance speaks for what it names; an objection that nobody has seen is not accepted. */
export function covers(acceptance: Acceptance, objections: readonly Objection[]): boolean {
  return objections.every(
    ({ code, message }) =>
      !ownFaults.has(code) &&
      acceptance.objections.some((accepted) => accepted.code === code && accepted.message === message),
  );
}

function inWords(objections: readonly Objection[]): string {
  const told = objections.slice(0, toldObjections).map(({ message }) => message);
  const rest = objections.length - told.length;
  return [...told, ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' ');
}

function accounting(counts: RowCounts): ProvedClaim {
  const counted = counts.accepted + counts.rejected + counts.skipped;
  const holds = counts.read === counted;
  return { what: 'rows read', where: 'the reader', claimed: String(counts.read), counted: String(counted), holds };
}

/** Rows accepted against rows written for the sink: in all, or cell by cell where they differ. */
function staging({ totals, staged }: ProofInput): ProvedClaim[] {
  const where = 'the mapped rows';
  const differing = cellDifferences(where, totals, staged);
  if (differing.length > 0) return differing.map((claim) => ({ ...claim, what: `staged ${claim.what}` }));
  const rows = String(staged.reduce((sum, line) => sum + line.rows, 0));
  return [{ what: 'staged rows', where, claimed: rows, counted: rows, holds: true }];
}

function ownBooks(claims: readonly ProvedClaim[]): Weighed[] {
  return claims.flatMap((claim): Weighed[] => {
    if (claim.holds) return [];
    if (claim.what === 'rows read')
      return [{ verdict: 'incomplete', code: 'ROWS_UNACCOUNTED', message: differenceText(claim) }];
    return claim.what.startsWith('staged ')
      ? [{ verdict: 'incomplete', code: 'STAGED_DIFFERS', message: differenceText(claim) }]
      : [];
  });
}

function ofTransport({ evidence }: ProofInput): Weighed[] {
  return evidence
    .filter(({ holds }) => !holds)
    .map(({ detail }) => ({
      verdict: 'incomplete',
      code: 'TRANSPORT_BROKEN',
      message: `The document did not arrive whole: ${detail}.`,
    }));
}

function ofClaims(claims: readonly ProvedClaim[]): Weighed[] {
  return claims
    .filter(({ holds, what }) => !holds && what !== 'rows read' && !what.startsWith('staged '))
    .map((claim) => ({ verdict: 'incomplete', code: 'CLAIM_FAILED', message: differenceText(claim) }));
}

function ofAbsence({ evidence, declares, claimed }: ProofInput): Weighed[] {
  const objections: Weighed[] = [];
  if (!evidence.some(({ kind }) => integrity.has(kind))) {
    const message = 'Nothing shows that the document arrived whole.';
    objections.push({ verdict: 'unproven', code: 'INTEGRITY_UNPROVEN', message });
  }
  for (const what of declares) {
    if (claimed.some((claim) => claim[what] !== undefined)) continue;
    const message = `The document does not state its ${what}, which this feed always does.`;
    objections.push({ verdict: 'unproven', code: 'CLAIM_ABSENT', message });
  }
  return objections;
}

/** `amount in EUR of DE, 2026-03 differs: footer says 0.304, counted 0.303, which is 0.001 less.` */
function differenceText({ what, where, cell, claimed, counted, difference }: ProvedClaim): string {
  const parts = [cell?.territory, cell?.period, cell?.saleType].filter(Boolean);
  const currency = cell?.currency !== undefined && !what.includes(cell.currency) ? [cell.currency] : [];
  const of = parts.length + currency.length > 0 ? ` of ${[...parts, ...currency].join(', ')}` : '';
  const by = difference === undefined ? '' : `, ${signed(difference)}`;
  return `${what}${of} differs: ${where} says ${claimed}, counted ${counted}${by}.`;
}

function signed(difference: string): string {
  return difference.startsWith('-') ? `which is ${difference.slice(1)} less` : `which is ${difference} more`;
}

function overBudget(input: ProofInput): string | undefined {
  const found = overdraft(input);
  if (!found) return undefined;
  const { firstRejects } = input;
  const examples = firstRejects.length > 0 ? ` The first: ${firstRejects.join('; ')}.` : '';
  return `${found.what}.${examples} Correct the source or its mapping, or raise the budget of the pipeline (${found.setting}).`;
}
