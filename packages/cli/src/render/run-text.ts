import type { RunSummary } from '@ledgerline/core/runtime';
import { columns } from './columns.ts';
import { errorText } from './error-text.ts';
import { findingsText } from './findings-text.ts';
import { outcomeCells, outcomeTone, outcomeWord } from './outcome-line.ts';
import type { Paint } from './paint.ts';
import { counted, duration, instant, money, tally } from './quantities.ts';

const order = ['committed', 'unchanged', 'empty', 'not-ready', 'deferred'];

/** What a run did, for people. */
export function runText(summary: RunSummary, paint: Paint): string {
  const lines: string[] = [];
  for (const [name, { outcomes, skipped, error }] of Object.entries(summary.pipelines)) {
    lines.push(name);
    // Reports found unchanged are counted below, not listed: there may be thousands.
    const told = outcomes.filter(({ effect, fallback, yieldedTo }) => effect !== 'unchanged' || fallback || yieldedTo);
    const table = columns(told.map(outcomeCells), '  ');
    lines.push(...told.map((outcome, index) => paint(outcomeTone(outcome), table[index] ?? '')));
    if (skipped.length > 0) lines.push(paint('faint', `  ${counted(skipped.length, 'document')} left out on purpose`));
    if (error) lines.push(paint('bad', indented(errorText(error, { verbose: false }))));
    const unchanged = outcomes.length - told.length;
    if (told.length === 0 && !error) {
      const what = unchanged > 0 ? `${counted(unchanged, 'report')} read again and found unchanged` : 'nothing to do';
      lines.push(paint('faint', `  ${what}`));
    }
  }
  lines.push('', ...closing(summary));
  return lines.join('\n');
}

function closing({ pipelines, totals, durationMs, run, cancelled }: RunSummary): string[] {
  const outcomes = Object.values(pipelines).flatMap((pipeline) => pipeline.outcomes);
  // Of a listing that failed nobody knows whether something was due.
  const failed = Object.values(pipelines).some(({ error }) => error !== undefined);
  const what = tally(outcomes.map(outcomeWord), order) || (failed ? 'nothing done' : 'nothing due');
  const lines = [`${what} in ${duration(durationMs)} (run ${run})`];
  if (totals.accepted + totals.rejected > 0) {
    const amounts = money(totals.amounts);
    const rejected = `${totals.rejected.toLocaleString('en')} rejected`;
    const units = `${totals.units} ${totals.units === '1' ? 'unit' : 'units'}`;
    const sums = [`${counted(totals.accepted, 'row')} accepted`, rejected, units, amounts];
    lines.push(sums.filter(Boolean).join(' · '));
  }
  lines.push(...findingsText(outcomes));
  if (totals.rejected > 0) lines.push('next: see what was rejected with `ledgerline dlq list`');
  const again = earliestRetry({ pipelines });
  if (again !== undefined) lines.push(`next: run again after ${instant(again)}`);
  if (cancelled) lines.push('next: stopped on request; run again to continue at the last checkpoint');
  return lines;
}

/** When the first of the parked reports or listings may be asked for again. Units: epoch ms. */
export function earliestRetry({ pipelines }: Pick<RunSummary, 'pipelines'>): number | undefined {
  const instants = Object.values(pipelines).flatMap(({ outcomes, error }) => [
    ...outcomes.flatMap(({ retryAt }) => retryAt ?? []),
    ...(typeof error?.details.retryAt === 'number' ? [error.details.retryAt] : []),
  ]);
  return instants.length > 0 ? Math.min(...instants) : undefined;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
