import type { SyncOutcome } from '../contracts/events.ts';
import type { LedgerlineError } from '../errors/ledgerline-error.ts';
import type { Pipeline, RunTools } from './pipeline.ts';
import type { Planned } from './plan.ts';
import type { PipelinePlan } from './plan-pipeline.ts';
import { settledByPlan } from './settled-by-plan.ts';
import { remember, syncQueue } from './sync-queue.ts';
import { tellSettled } from './tell-settled.ts';

/** What became of the documents of a plan. */
export interface Taken {
  readonly outcomes: readonly SyncOutcome[];
  readonly skipped: readonly { readonly object: string; readonly reason: string }[];
  readonly error?: LedgerlineError;
}

/** What a pipeline itself planned and did. */
export type MainPass = PipelinePlan & Pick<Taken, 'outcomes'>;

/** Reads and commits what a plan found to be due, and tells what became of everything else in it. */
export async function takeAll(
  pipeline: Pipeline,
  planned: readonly Planned[],
  tools: RunTools,
  signal: AbortSignal,
): Promise<Taken> {
  const settled = planned.flatMap(settledByPlan);
  for (const outcome of settled) {
    if (outcome.verdict === 'held') await remember(pipeline, outcome, undefined, tools);
    tellSettled(pipeline, outcome, tools);
  }
  const skipped = planned.flatMap((item) =>
    item.status === 'skip' ? [{ object: item.object, reason: item.reason }] : [],
  );
  const due = planned.flatMap((item) => (item.status === 'new' || item.status === 're-issued' ? [item.report] : []));
  const { outcomes, error } = await syncQueue(pipeline, due, tools, signal);
  return { outcomes: [...settled, ...outcomes], skipped, ...(error === undefined ? {} : { error }) };
}
