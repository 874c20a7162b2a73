import type { SyncOutcome } from '../contracts/events.ts';
import { type FallbackCause, type Report, type ReportKey, reportId } from '../contracts/report.ts';
import { overlaps, parsePeriod } from '../time/period.ts';
import { causeFinder } from './fallback-cause.ts';
import { keepTroubles } from './keep-troubles.ts';
import { unreadOutcome } from './outcome.ts';
import type { Pipeline, RunTools } from './pipeline.ts';
import type { Planned } from './plan.ts';
import { planPipeline } from './plan-pipeline.ts';
import { type MainPass, type Taken, takeAll } from './take-all.ts';
import { tellSettled } from './tell-settled.ts';

/** The outcomes of a run in which files stood in, those of the pipeline itself included. */
export interface StoodIn extends Taken {
  /** What lay in the place of the files. */
  readonly planned: readonly Planned[];
}

/**
 * Takes files in place of what the DSP did not deliver, report by report: each has a reason of its own or is left where it is.
 *
 * Undefined when nothing can stand in for anything; the place of the files is not looked at then.
 */
export async function standIn(
  pipeline: Pipeline,
  main: MainPass,
  tools: RunTools,
  signal: AbortSignal,
): Promise<StoodIn | undefined> {
  const { fallback } = pipeline;
  if (!fallback || signal.aborted) return undefined;
  const troubles = await keepTroubles(pipeline, main, tools);
  const find = causeFinder({ pipeline, fallback, main, troubles, tools });
  if (!find.isPossible) return undefined;
  const plan = await planPipeline(fallback.pipeline, tools, signal);
  const planned: Planned[] = [];
  const left: { readonly object: string; readonly reason: string }[] = [];
  for (const item of plan.planned) {
    if (item.status !== 'new' && item.status !== 're-issued') planned.push(item);
    else {
      const found = await find.causeOf(item.report);
      if ('reason' in found) planned.push({ ...item, report: { ...item.report, fallback: found } });
      else left.push({ object: item.report.object, reason: found.none });
    }
  }
  const { outcomes, skipped, error = plan.error } = await takeAll(fallback.pipeline, planned, tools, signal);
  const standing = await standingOf(pipeline, main.outcomes, find.causeOf);
  const stood = [...outcomes, ...standing];
  const covered = main.outcomes.filter((outcome) => stood.some((other) => isCovered(outcome, other)));
  // What was settled before is on record as it was; that it no longer counts is, too.
  for (const { sync } of covered) tools.audit.append('sync.covered', { pipeline: pipeline.name, sync });
  const alone = standing.filter((outcome) => !outcomes.some((other) => isSame(outcome, other)));
  for (const outcome of alone) tellSettled(pipeline, outcome, tools);
  return {
    planned: plan.planned,
    outcomes: [...main.outcomes.filter((outcome) => !covered.includes(outcome)), ...outcomes, ...alone],
    skipped: [...skipped, ...left],
    ...(error === undefined ? {} : { error }),
  };
}

/** Reports that the DSP did not deliver this time and of which a file is in force, from this run or an earlier one. */
async function standingOf(
  { sink }: Pipeline,
  outcomes: readonly SyncOutcome[],
  causeOf: (report: Report) => Promise<FallbackCause | { readonly none: string }>,
): Promise<readonly SyncOutcome[]> {
  const standing: SyncOutcome[] = [];
  for (const { report, effect, object, retryAt } of outcomes) {
    const current = effect === 'none' ? await sink.current(report) : undefined;
    if (current?.provenance !== 'file') continue;
    const cause = await causeOf({ ...report, object, locator: null });
    if (!('reason' in cause)) continue;
    const file = { ...report, object: current.object, locator: null, provenance: 'file', fallback: cause } as const;
    const { verdict, revision } = current;
    const again = retryAt === undefined ? {} : { retryAt };
    standing.push(unreadOutcome(file, { verdict, effect: 'unchanged', revision, ...again }));
  }
  return standing;
}

function isSame(left: SyncOutcome, right: SyncOutcome): boolean {
  return reportId(left.report) === reportId(right.report);
}

/** What the DSP did not deliver is no longer told where a file is in force for it; a period that lacks has no scope yet. */
function isCovered(main: SyncOutcome, file: SyncOutcome): boolean {
  if (main.effect !== 'none' || file.effect === 'none') return false;
  if (isSame(main, file)) return true;
  return (main.verdict === 'missing' || main.verdict === 'not-ready') && shareDays(main.report, file.report);
}

function shareDays(left: ReportKey, right: ReportKey): boolean {
  if (left.dsp !== right.dsp || left.account !== right.account || left.feed !== right.feed) return false;
  const [mine, theirs] = [parsePeriod(left.period), parsePeriod(right.period)];
  return mine !== undefined && theirs !== undefined && overlaps(mine, { from: theirs.start, to: theirs.end });
}
