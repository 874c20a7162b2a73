import { reportId } from '@ledgerline/core';
import type { ReplayOutcome } from '@ledgerline/core/runtime';
import type { Paint } from './paint.ts';
import { counted, money } from './quantities.ts';

/** What a replay did, report by report, for people. */
export function replayText(outcomes: readonly ReplayOutcome[], paint: Paint): string {
  if (outcomes.length === 0) return 'no open dead letters';
  const lines = outcomes.flatMap((outcome) => reportLines(outcome, paint));
  const accepted = outcomes.reduce((sum, outcome) => sum + outcome.accepted, 0);
  const open = outcomes.reduce((sum, outcome) => sum + outcome.open, 0);
  lines.push('', `${counted(accepted, 'row')} accepted · ${counted(open, 'dead letter')} still open`);
  if (open > 0)
    lines.push('next: see what is left with `ledgerline dlq list`, and one of them with `ledgerline dlq show`');
  return lines.join('\n');
}

function reportLines(outcome: ReplayOutcome, paint: Paint): string[] {
  const { report, effect, accepted, open, unreadable, amounts, code, message } = outcome;
  const facts = [counted(accepted, 'row'), money(amounts), `${open.toLocaleString('en')} still open`].filter(Boolean);
  const tone = effect === 'none' ? 'bad' : effect === 'committed' ? 'good' : 'faint';
  const word = effect === 'none' ? 'not replayed' : effect;
  const lines = [paint(tone, `${word}  ${reportId(report)}  ${facts.join(' · ')}`)];
  if (message !== undefined) lines.push(`  ${code ?? ''}: ${message}`);
  if (unreadable > 0)
    lines.push(
      `  ${counted(unreadable, 'letter')} cannot be replayed; read the report again: ledgerline run --again ${reportId(report)}`,
    );
  return lines;
}
