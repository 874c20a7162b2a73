import type { RunEvent, SyncOutcome } from '../contracts/events.ts';
import { asJson } from '../contracts/json.ts';
import { type Report, reportId } from '../contracts/report.ts';
import { firstRequestSpace, type StateWrite } from '../contracts/state.ts';
import { PayloadError } from '../errors/leaves.ts';
import { isLedgerlineError, type LedgerlineError } from '../errors/ledgerline-error.ts';
import { inSpan } from '../telemetry/in-span.ts';
import { absentReports } from './absent.ts';
import { feedNamed, feedOf, scopeOf } from './feed-of.ts';
import { holding, releaseUnlisted } from './hold.ts';
import { unreadOutcome } from './outcome.ts';
import type { Pipeline, RunTools } from './pipeline.ts';
import { listFeed, type Planned, type PlanScope, parkedSpace, planFeed, tagSpace } from './plan.ts';
import { syncReport } from './sync.ts';
import { syncId } from './sync-id.ts';

/** What a pipeline did in one run. */
export interface PipelineResult {
  readonly outcomes: readonly SyncOutcome[];
  readonly skipped: readonly { readonly object: string; readonly reason: string }[];
  /** What ended the pipeline, or a listing of it, early. */
  readonly error?: LedgerlineError;
}

/** Everything one pipeline has to do, feed by feed and account by account. A listing that fails keeps what it had listed. */
export async function planPipeline(
  pipeline: Pipeline,
  tools: RunTools,
  signal: AbortSignal,
): Promise<{ readonly planned: readonly Planned[]; readonly error?: LedgerlineError }> {
  const planned: Planned[] = [];
  let failure: LedgerlineError | undefined;
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
          once: pipeline.connector.provenance === 'file' && !tools.retake && !tools.again,
        });
        if (error === undefined) part.push(...(await absentOf(pipeline, feed, scope, part, tools)));
        planned.push(...part);
        tools.onEvent(planEvent(pipeline, feed, part));
        if (error !== undefined) failure = asLedgerlineError(error, `Listing ${feed} of ${pipeline.name}`);
        if (failure?.code.startsWith('AUTH_') || failure?.code === 'CANCELLED') break;
      }
    } finally {
      await opened.close();
    }
  }
  return failure ? { planned, error: failure } : { planned };
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

/** Runs one pipeline to its end; what goes wrong with one report stops no other, a rejected credential stops its account. */
export async function runPipeline(pipeline: Pipeline, tools: RunTools, signal: AbortSignal): Promise<PipelineResult> {
  const { planned: listed, error } = await planPipeline(pipeline, tools, signal);
  const planned = tools.again ? onlyThese(listed, tools.again) : listed;
  const outcomes = planned.flatMap(settledByPlan);
  for (const outcome of outcomes) if (outcome.verdict === 'held') await remember(pipeline, outcome, undefined, tools);
  if (!error) await releaseAll(pipeline, listed, tools);
  for (const outcome of outcomes) tellSettled(pipeline, outcome, tools);
  const skipped = planned.flatMap((item) =>
    item.status === 'skip' ? [{ object: item.object, reason: item.reason }] : [],
  );
  for (const item of skipped) tools.audit.append('document.skipped', { pipeline: pipeline.name, ...item });
  const queue = planned.flatMap((item) => (item.status === 'new' || item.status === 're-issued' ? [item.report] : []));
  const unprepared = queue.length > 0 ? await prepareValidators(pipeline, tools) : undefined;
  if (unprepared) return resultOf(pipeline, { outcomes, skipped }, unprepared, tools);
  const refused = new Set<string>();
  const worker = async (): Promise<void> => {
    for (let report = queue.shift(); report && !signal.aborted; report = queue.shift()) {
      const outcome = refused.has(report.account)
        ? unreadOutcome(report, {
            verdict: 'failed',
            effect: 'none',
            code: 'AUTH_REJECTED',
            message: 'Not tried: the credential was rejected earlier in this run.',
          })
        : await traced(pipeline, report, () => syncReport({ pipeline, report, tools, signal }));
      if (outcome.code?.startsWith('AUTH_')) refused.add(report.account);
      await remember(pipeline, outcome, report.tag, tools);
      if (outcome.effect !== 'none') await tellTaken(pipeline, report, tools, signal);
      outcomes.push(outcome);
      tellSettled(pipeline, outcome, tools);
    }
  };
  await Promise.all(Array.from({ length: Math.min(pipeline.concurrency, queue.length) }, worker));
  return resultOf(pipeline, { outcomes, skipped }, error, tools);
}

/** The end of one report, for whoever watches and for the record. */
function tellSettled({ name }: Pipeline, outcome: SyncOutcome, { audit, onEvent }: RunTools): void {
  audit.append('sync.settled', { pipeline: name, sync: outcome.sync, outcome: asJson(outcome) });
  onEvent({ type: 'sync.settled', pipeline: name, outcome });
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

function traced({ name }: Pipeline, report: Report, sync: () => Promise<SyncOutcome>): Promise<SyncOutcome> {
  const ids = { 'ledgerline.pipeline': name, 'ledgerline.sync': syncId(report), 'ledgerline.report': reportId(report) };
  return inSpan('ledgerline.sync', ids, async (note) => {
    const outcome = await sync();
    const { verdict, effect, read, rejected } = outcome;
    note({ 'ledgerline.verdict': verdict, 'ledgerline.effect': effect });
    note({ 'ledgerline.rows.read': read, 'ledgerline.rows.rejected': rejected });
    return outcome;
  });
}

/** Lets the feed tidy up after a report; nothing that goes wrong there undoes a commit. */
async function tellTaken(pipeline: Pipeline, report: Report, tools: RunTools, signal: AbortSignal): Promise<void> {
  const feed = feedOf(pipeline, report);
  if (!feed.taken || tools.dry) return;
  const opened = pipeline.contextFor(report.account, 'taken', signal);
  try {
    await feed.taken(opened.context, report);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tools.log.warn('document.not_tidied', { report: reportId(report), object: report.object, message });
  } finally {
    await opened.close();
  }
}

/** Reads reference data of validators; the first that cannot be read ends the pipeline. */
async function prepareValidators(pipeline: Pipeline, tools: RunTools): Promise<LedgerlineError | undefined> {
  try {
    for (const validator of pipeline.validators) await validator.prepare(tools.lookups);
    return undefined;
  } catch (error) {
    return asLedgerlineError(error, `Preparing the validators of ${pipeline.name}`);
  }
}

/** Reports that somebody asked for by id are read once more even when they are committed; all others are left alone. */
function onlyThese(planned: readonly Planned[], again: ReadonlySet<string>): readonly Planned[] {
  return planned.flatMap((item): Planned[] => {
    if (item.status === 'skip' || !again.has(reportId(item.report))) return [];
    return [item.status === 'committed' ? { status: 're-issued', report: item.report } : item];
  });
}

/** Keeps what the next run must know: when to come back, and which tag stands for content already committed. */
async function remember(
  { name }: Pipeline,
  outcome: SyncOutcome,
  tag: string | undefined,
  { state, clock }: RunTools,
): Promise<void> {
  const key = reportId(outcome.report);
  const parked =
    outcome.retryAt === undefined
      ? undefined
      : { retryAt: outcome.retryAt, reason: outcome.message ?? outcome.verdict };
  const alias: StateWrite[] =
    outcome.effect === 'unchanged' && tag !== undefined
      ? [{ space: tagSpace, key, value: { tag, revision: outcome.revision } }]
      : [];
  const held = await holding(outcome, { pipeline: name, state, wallMs: clock.wall() });
  if (outcome.effect !== 'none') alias.push({ space: firstRequestSpace, key: outcome.sync, value: undefined });
  await state.write([{ space: parkedSpace, key, value: parked }, ...alias, ...held]);
}

/** Lets go of held documents that no listing names any more, or that turned out to be committed. */
async function releaseAll(pipeline: Pipeline, planned: readonly Planned[], { state }: RunTools): Promise<void> {
  const listed = planned.flatMap((item) => ('report' in item && item.status !== 'committed' ? [item.report] : []));
  for (const [account, feeds] of pipeline.feeds)
    for (const feed of feeds) await releaseUnlisted(scopeOf(pipeline, account, feed), pipeline.name, listed, state);
}

/** Reports whose fate the plan already decided. */
function settledByPlan(item: Planned): SyncOutcome[] {
  switch (item.status) {
    case 'parked':
      return [
        unreadOutcome(item.report, {
          verdict: 'deferred',
          effect: 'none',
          retryAt: item.retryAt,
          message: item.reason,
          code: 'PARKED',
        }),
      ];
    case 'held':
    case 'problem':
      return [
        unreadOutcome(item.report, {
          verdict: 'held',
          effect: 'none',
          code: item.error.code,
          message: item.error.message,
        }),
      ];
    case 'missing':
      return [
        unreadOutcome(item.report, {
          verdict: 'missing',
          effect: 'none',
          code: 'REPORT_MISSING',
          message: item.reason,
        }),
      ];
    case 'not-ready':
      return [unreadOutcome(item.report, { verdict: 'not-ready', effect: 'none', message: item.reason })];
    default:
      return [];
  }
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

function asLedgerlineError(error: unknown, what: string): LedgerlineError {
  if (isLedgerlineError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PayloadError(`${what} failed unexpectedly: ${message}`, {
    code: 'INTERNAL',
    disposition: 'abort',
    cause: error,
  });
}
