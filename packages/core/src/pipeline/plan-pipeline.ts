import type { RunEvent } from '../contracts/events.ts';
import type { LedgerlineError } from '../errors/ledgerline-error.ts';
import { absentReports } from './absent.ts';
import { asLedgerlineError } from './as-ledgerline-error.ts';
import { feedNamed, scopeOf } from './feed-of.ts';
import type { Pipeline, RunTools } from './pipeline.ts';
import { listFeed, type Planned, type PlanScope, planFeed } from './plan.ts';

/** What a pipeline has to do, and the listings that failed. */
export interface PipelinePlan {
  readonly planned: readonly Planned[];
  readonly failures: readonly { readonly scope: PlanScope; readonly error: LedgerlineError }[];
  /** The last failure. */
  readonly error?: LedgerlineError;
}

/** Everything one pipeline has to do, feed by feed and account by account. A listing that fails keeps what it had listed. */
export async function planPipeline(pipeline: Pipeline, tools: RunTools, signal: AbortSignal): Promise<PipelinePlan> {
  const planned: Planned[] = [];
  const failures: PipelinePlan['failures'][number][] = [];
  const provenance = pipeline.connector.provenance ?? 'api';
  for (const [account, feeds] of pipeline.feeds) {
    const opened = pipeline.contextFor(account, 'plan', signal);
    try {
      for (const feed of feeds) {
        const { listed, error } = await listFeed(feedNamed(pipeline, feed), opened.context, pipeline.window);
        const scope = scopeOf(pipeline, account, feed);
        const part = await planFeed(scope, listed, {
          sink: pipeline.sink,
          state: tools.state,
          wallMs: tools.clock.wall(),
          provenance,
          once: provenance === 'file' && !tools.retake && !tools.again,
        });
        if (error === undefined) part.push(...(await absentOf(pipeline, feed, scope, part, tools)));
        planned.push(...part);
        tools.onEvent(planEvent(pipeline, feed, part));
        if (error === undefined) continue;
        const failure = asLedgerlineError(error, `Listing ${feed} of ${pipeline.name}`);
        failures.push({ scope, error: failure });
        if (!failure.code.startsWith('AUTH_') && failure.code !== 'CANCELLED') continue;
        for (const rest of feeds.slice(feeds.indexOf(feed) + 1))
          failures.push({ scope: scopeOf(pipeline, account, rest), error: failure });
        break;
      }
    } finally {
      await opened.close();
    }
  }
  const error = failures.at(-1)?.error;
  return { planned, failures, ...(error === undefined ? {} : { error }) };
}

/** Reports that should be listed and are not. */
async function absentOf(
  pipeline: Pipeline,
  name: string,
  scope: PlanScope,
  planned: readonly Planned[],
  { clock }: RunTools,
): Promise<readonly Planned[]> {
  const expectation = pipeline.expectation(scope.account, name);
  if (!expectation) return [];
  const listed = planned.flatMap((item) => ('report' in item ? [item.report.period] : []));
  const { window, sink } = pipeline;
  return absentReports({ scope, expectation, window, listed, nowMs: clock.wall(), sink });
}

function planEvent(pipeline: Pipeline, feed: string, planned: readonly Planned[]): RunEvent {
  const count = (...statuses: Planned['status'][]): number =>
    planned.filter((item) => statuses.includes(item.status)).length;
  const [todo, skipped] = [count('new', 're-issued'), count('skip')];
  return {
    type: 'plan.settled',
    pipeline: pipeline.name,
    feed,
    listed: planned.length - count('missing', 'not-ready'),
    todo,
    skipped,
  };
}
