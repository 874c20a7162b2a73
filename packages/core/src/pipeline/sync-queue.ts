import type { SyncOutcome } from '../contracts/events.ts';
import { type Report, reportId } from '../contracts/report.ts';
import { firstRequestSpace, type StateWrite } from '../contracts/state.ts';
import type { LedgerlineError } from '../errors/ledgerline-error.ts';
import { inSpan } from '../telemetry/in-span.ts';
import { asLedgerlineError } from './as-ledgerline-error.ts';
import { feedOf } from './feed-of.ts';
import { holding } from './hold.ts';
import { unreadOutcome } from './outcome.ts';
import type { Pipeline, RunTools } from './pipeline.ts';
import { parkedSpace, sourceKey, tagSpace } from './plan.ts';
import { syncReport } from './sync.ts';
import { syncId } from './sync-id.ts';
import { tellSettled } from './tell-settled.ts';

/** Syncs reports, some at once; what goes wrong with one stops no other, a rejected credential stops its account. */
export async function syncQueue(
  pipeline: Pipeline,
  reports: readonly Report[],
  tools: RunTools,
  signal: AbortSignal,
): Promise<{ readonly outcomes: readonly SyncOutcome[]; readonly error?: LedgerlineError }> {
  const queue = [...reports];
  const unprepared = queue.length > 0 ? await prepareValidators(pipeline, tools) : undefined;
  if (unprepared) return { outcomes: [], error: unprepared };
  const outcomes: SyncOutcome[] = [];
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
      await remember(pipeline, outcome, report, tools);
      if (outcome.effect !== 'none') await tellTaken(pipeline, report, tools, signal);
      outcomes.push(outcome);
      tellSettled(pipeline, outcome, tools);
    }
  };
  await Promise.all(Array.from({ length: Math.min(pipeline.concurrency, queue.length) }, worker));
  return { outcomes };
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

/** Keeps what the next run must know: when to come back, and which tag stands for content already committed. */
export async function remember(
  { name }: Pipeline,
  outcome: SyncOutcome,
  report: Report | undefined,
  { state, clock }: RunTools,
): Promise<void> {
  const key = sourceKey(outcome.report, outcome.provenance);
  const parked =
    outcome.retryAt === undefined
      ? undefined
      : { retryAt: outcome.retryAt, reason: outcome.message ?? outcome.verdict };
  const { effect, yieldedTo, revision = yieldedTo?.revision } = outcome;
  const alias =
    effect === 'unchanged' && report !== undefined && revision !== undefined
      ? [aliasOf(report, yieldedTo?.revision ?? revision)]
      : [];
  const first: StateWrite[] = [{ space: firstRequestSpace, key: outcome.sync, value: undefined }];
  const held = await holding(outcome, { pipeline: name, state, wallMs: clock.wall() });
  await state.write([
    { space: parkedSpace, key, value: parked },
    ...alias,
    ...held,
    ...(effect === 'none' ? [] : first),
  ]);
}

/** That this document, under this tag, says nothing that the revision in force does not. */
function aliasOf(report: Report, revision: string) {
  return { space: tagSpace, key: sourceKey(report, report.provenance), value: { tag: report.tag ?? null, revision } };
}
