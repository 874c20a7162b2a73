import type { SyncOutcome } from '../contracts/events.ts';
import { asJson } from '../contracts/json.ts';
import { reportId } from '../contracts/report.ts';
import type { LedgerlineError } from '../errors/ledgerline-error.ts';
import { standIn } from './fallback.ts';
import { scopeOf } from './feed-of.ts';
import { releaseUnlisted } from './hold.ts';
import type { Pipeline, RunTools } from './pipeline.ts';
import type { Planned } from './plan.ts';
import { planPipeline } from './plan-pipeline.ts';
import { type Taken, takeAll } from './take-all.ts';

/** What a pipeline did in one run; `error` is what ended the pipeline, or a listing of it, early. */
export type PipelineResult = Taken;

/** Runs one pipeline to its end; what goes wrong with one report stops no other, a rejected credential stops its account. */
export async function runPipeline(pipeline: Pipeline, tools: RunTools, signal: AbortSignal): Promise<PipelineResult> {
  const plan = await planPipeline(pipeline, tools, signal);
  const planned = tools.again ? onlyThese(plan.planned, tools.again) : plan.planned;
  const main = await takeAll(pipeline, planned, tools, signal);
  const stood = tools.again ? undefined : await standIn(pipeline, { ...plan, outcomes: main.outcomes }, tools, signal);
  if (!plan.error) await releaseAll(pipeline, [...plan.planned, ...(stood?.planned ?? [])], tools);
  const outcomes = stood?.outcomes ?? main.outcomes;
  const skipped = [...main.skipped, ...(stood?.skipped ?? [])];
  for (const item of skipped) tools.audit.append('document.skipped', { pipeline: pipeline.name, ...item });
  return resultOf(pipeline, { outcomes, skipped }, main.error ?? plan.error ?? stood?.error, tools);
}

function resultOf(
  { name }: Pipeline,
  { outcomes, skipped }: Pick<PipelineResult, 'outcomes' | 'skipped'>,
  error: LedgerlineError | undefined,
  { audit }: RunTools,
): PipelineResult {
  const { code, message, disposition, details } = error ?? {};
  const told = error && { name: error.name, code, message, disposition, details: asJson(details ?? {}) };
  audit.append('pipeline.settled', { pipeline: name, reports: outcomes.length, ...(told ? { error: told } : {}) });
  return { outcomes: byReport(outcomes), skipped, ...(error ? { error } : {}) };
}

/** Order: by report id. */
export function byReport(outcomes: readonly SyncOutcome[]): readonly SyncOutcome[] {
  return outcomes.toSorted((left, right) => (reportId(left.report) < reportId(right.report) ? -1 : 1));
}

/** Reports that somebody asked for by id are read once more even when they are committed; all others are left alone. */
function onlyThese(planned: readonly Planned[], again: ReadonlySet<string>): readonly Planned[] {
  return planned.flatMap((item): Planned[] => {
    if (item.status === 'skip' || !again.has(reportId(item.report))) return [];
    return [item.status === 'committed' ? { status: 're-issued', report: item.report } : item];
  });
}

/** Lets go of held documents that no listing names any more, or that turned out to be committed. */
async function releaseAll(pipeline: Pipeline, planned: readonly Planned[], { state }: RunTools): Promise<void> {
  const listed = planned.flatMap((item) => ('report' in item && item.status !== 'committed' ? [item.report] : []));
  for (const [account, feeds] of pipeline.feeds)
    for (const feed of feeds) await releaseUnlisted(scopeOf(pipeline, account, feed), pipeline.name, listed, state);
}
