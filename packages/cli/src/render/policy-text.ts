import type { RunSummary } from '@ledgerline/core/runtime';
import { columns } from './columns.ts';
import type { Paint } from './paint.ts';
import { duration } from './quantities.ts';

/** What the policy engine did towards each DSP, as a table. */
export function policyText({ policy }: Pick<RunSummary, 'policy'>, paint: Paint): string {
  const rows = Object.entries(policy).map(([dsp, figures]) => [
    dsp,
    String(figures.calls),
    String(figures.sends),
    String(figures.throttled),
    figures.windows === 0 ? '0' : `${figures.windows} (${duration(figures.closedMs)})`,
    String(figures.callsSaved),
    String(figures.deferred),
    String(figures.gaveUp),
  ]);
  const titles = ['DSP', 'CALLS', 'SENDS', 'THROTTLED', 'WINDOWS HONOURED', 'CALLS SAVED', 'DEFERRED', 'GAVE UP'];
  const [head = '', ...lines] = columns([titles, ...rows]);
  return rows.length === 0 ? 'no DSP was asked for anything' : [paint('faint', head), ...lines].join('\n');
}
