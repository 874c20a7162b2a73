import { type FallbackReason, reportId, type SyncOutcome } from '@ledgerline/core';
import { exitOfOutcome } from '../exit-codes.ts';
import type { Tone } from './paint.ts';
import { counted, instant, money } from './quantities.ts';

/** The word for what became of a report: its effect when there is one, else its verdict. */
export function outcomeWord(outcome: Pick<SyncOutcome, 'effect' | 'verdict'>): string {
  return outcome.effect === 'none' ? outcome.verdict : outcome.effect;
}

export function outcomeTone(outcome: Pick<SyncOutcome, 'effect' | 'verdict' | 'code'>): Tone {
  if (outcome.effect === 'committed') return 'good';
  const end = exitOfOutcome(outcome);
  if (end === 'ok') return 'faint';
  return end === 'parked' ? 'wait' : 'bad';
}

/** One report as cells: word, identity, what happened. */
export function outcomeCells(outcome: SyncOutcome): readonly [string, string, string] {
  return [outcomeWord(outcome), reportId(outcome.report), outcomeFacts(outcome)];
}

/** What a re-issue replaced, beside what came: a revision that lost rows or money must not look like any other. */
function supersededText({ rows, amounts }: NonNullable<SyncOutcome['superseded']>): string {
  const sums = money(amounts);
  return `superseded ${counted(rows, 'row')}${sums ? ` of ${sums}` : ''}`;
}

/** Why a file stands in for the DSP's own report. */
const reasons: Readonly<Record<FallbackReason, string>> = {
  'gave-up': 'since the DSP did not deliver',
  'circuit-open': 'since the DSP has put us off for long',
  gone: 'since it is not there any more',
  'past-due': 'since it is past due',
};

const sources = { api: 'what the DSP delivered', file: 'the file' } as const;

function outcomeFacts(outcome: SyncOutcome): string {
  const facts: string[] = [];
  if (outcome.effect === 'committed') {
    facts.push(counted(outcome.accepted, 'row'));
    if (outcome.rejected > 0) facts.push(`${outcome.rejected.toLocaleString('en')} rejected`);
    const amounts = money(outcome.amounts);
    if (amounts) facts.push(amounts);
    if (outcome.superseded) facts.push(supersededText(outcome.superseded));
  }
  if (outcome.provenance === 'file') facts.push('from a file');
  if (outcome.fallback) facts.push(`${reasons[outcome.fallback.reason]}: ${outcome.fallback.message}`);
  if (outcome.yieldedTo) facts.push(`${sources[outcome.yieldedTo.provenance]} stands`);
  if (outcome.equivalence)
    facts.push(
      `compared with ${outcome.provenance === 'file' ? 'the DSP’s' : 'the file'}: ${outcome.equivalence.verdict}`,
    );
  if (outcome.acceptance) facts.push(`accepted by ${outcome.acceptance.who}: ${outcome.acceptance.why}`);
  if (outcome.message) facts.push(outcome.code ? `${outcome.code}: ${outcome.message}` : outcome.message);
  else if (outcome.code) facts.push(outcome.code);
  if (outcome.retryAt !== undefined) facts.push(`again after ${instant(outcome.retryAt)}`);
  return facts.join(' · ');
}
