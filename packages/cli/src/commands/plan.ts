import { createSystemClock, type PlanEntry } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import { type ExitName, exitCodes, exitOfCode, weightiest } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { planText } from '../render/plan-text.ts';
import { verboseLog } from '../verbose-log.ts';

export interface PlanOptions extends GlobalOptions {
  readonly all?: boolean;
}

/** `ledgerline plan`: what a run would do; reads listings, writes nothing. */
export async function plan(pipelines: readonly string[], options: PlanOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const selection = { signal: host.signal, ...(pipelines.length > 0 && { pipelines }) };
  const clock = createSystemClock();
  const parts = { clock, ...verboseLog(host, options, clock) };
  const entries = await withLedgerline(project, parts, (ledgerline) => ledgerline.plan(selection));
  const end = host.signal.aborted ? 'cancelled' : exitOfPlan(entries);
  if (options.quiet && !options.json && end === 'ok') return end;
  answer(host, options, {
    json: () => ({ exitCode: exitCodes[end].code, entries }),
    text: (paint) => planText(entries, paint, { all: options.all === true }),
  });
  return end;
}

/** A plan ends well unless something in it cannot be done. */
export function exitOfPlan(entries: readonly PlanEntry[]): ExitName {
  const bad = entries.filter(({ status }) => status === 'failed' || status === 'problem' || status === 'held');
  return weightiest(bad.map(({ code }) => exitOfCode(code) ?? 'uncommitted'));
}
