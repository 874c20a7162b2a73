import { asJson } from '../contracts/json.ts';
import { reportId } from '../contracts/report.ts';
import { ConfigError } from '../errors/leaves.ts';
import { type PipelineResult, runPipeline } from '../pipeline/run.ts';
import type { LedgerCalendar } from './calendar.ts';
import { COUNT, ENGINE, FIGURES, ON_EVENT, RUN_LOG } from './composition-root.ts';
import { judgeFeeds } from './judge-feeds.ts';
import type { Selection } from './ledgerline.ts';
import type { OpenRun } from './open-run.ts';
import type { RunSummary } from './run-summary.ts';
import { runTotals } from './run-totals.ts';

/** Runs every pipeline of an open run to its end and sums up. */
export async function runAll(
  { run, scope, pipelines, tools, startedAt }: OpenRun,
  selection: Selection,
  calendar: () => Promise<LedgerCalendar>,
): Promise<RunSummary> {
  const { audit, clock } = tools;
  const onEvent = scope.resolve(ON_EVENT);
  const signal = selection.signal ?? new AbortController().signal;
  const startedMs = clock.mono();
  onEvent({ type: 'run.started', run, pipelines: pipelines.map(({ name }) => name) });
  const results = await Promise.all(
    pipelines.map(async (pipeline) => [pipeline.name, await runPipeline(pipeline, tools, signal)] as const),
  );
  demandListed(
    selection.again ?? [],
    results.map(([, result]) => result),
  );
  await scope.resolve(ENGINE).flush();
  audit.append('feeds.judged', { feeds: judgeFeeds(await calendar()).map(asJson) });
  const end = { durationMs: Math.round(clock.mono() - startedMs), cancelled: signal.aborted };
  const totals = runTotals(results.flatMap(([, { outcomes }]) => outcomes));
  const summary: RunSummary = {
    ...{ run, startedAt, ...end },
    pipelines: Object.fromEntries(results),
    policy: scope.resolve(FIGURES).byDsp(),
    figures: scope.resolve(COUNT).figures(),
    totals,
  };
  scope.resolve(RUN_LOG).end(summary);
  audit.append('run.settled', { run, ...end, totals: asJson(totals) });
  onEvent({ type: 'run.settled', run });
  return summary;
}

/** Who asks for a report by id is told when no listing has it; a listing that failed says so itself. */
function demandListed(again: readonly string[], results: readonly PipelineResult[]): void {
  if (results.some(({ error }) => error !== undefined)) return;
  const read = new Set(results.flatMap(({ outcomes }) => outcomes.map(({ report }) => reportId(report))));
  const absent = again.filter((id) => !read.has(id));
  if (absent.length === 0) return;
  throw new ConfigError(
    `No listing of these pipelines has ${absent.join(', ')}; what is committed of it is unchanged. Ids are DSP/account/feed/period/scope, as \`ledgerline plan --all\` prints them.`,
    { code: 'REPORT_UNKNOWN' },
  );
}
