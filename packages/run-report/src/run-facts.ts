import type { SyncOutcome } from '@ledgerline/core';
import { reportId } from '@ledgerline/core';
import type { AuditedRun } from '@ledgerline/core/runtime';
import type { PipelineFailure, ReportFacts, RunFacts, Tone } from './run-report.ts';

/** Reports told one by one. */
const toldReports = 60;

const weights: Readonly<Record<Tone, number>> = { bad: 0, wait: 1, good: 2 };

/** What a run did, from what its audit log says; of a run that never came to its end what is known of its reports. */
export function runFacts(audited: AuditedRun): RunFacts | undefined {
  const { run, command, startedAt, summary, figures } = audited;
  if (startedAt === '') return undefined;
  const results = Object.entries(summary?.pipelines ?? {});
  const reports = (
    summary
      ? results.flatMap(([pipeline, { outcomes }]) => outcomes.map((outcome) => ofOutcome(pipeline, outcome)))
      : figures.reports.map(({ report, pipeline, verdict, effect, read, accepted, rejected, skipped }) => ({
          ...{ report, pipeline, ...wordOf({ verdict, effect }), read, accepted, rejected, skipped, failedClaims: 0 },
        }))
  ).sort((left, right) => weights[left.tone] - weights[right.tone] || (left.report < right.report ? -1 : 1));
  const verdicts: Record<string, number> = {};
  for (const { word } of reports) verdicts[word] = (verdicts[word] ?? 0) + 1;
  const failures = results.flatMap(([pipeline, { error }]): PipelineFailure[] =>
    error ? [{ pipeline, code: error.code, message: error.message }] : [],
  );
  return {
    ...{ id: run, command, startedAt },
    ...(summary === undefined
      ? {}
      : { durationMs: summary.durationMs, isCancelled: summary.cancelled, totals: summary.totals }),
    ...{ failures, verdicts, reports: reports.slice(0, toldReports) },
    moreReports: Math.max(0, reports.length - toldReports),
    skippedDocuments: results.reduce((sum, [, { skipped }]) => sum + skipped.length, 0),
    figures: {
      ...{ retryRatePercent: figures.retryRatePercent, backoffLatencyP95Ms: figures.backoffLatencyP95Ms },
      ...{ gateWaitMs: figures.gateWaitMs, schemaRejectionRate: figures.schemaRejectionRate },
      ...slowest(figures.reports),
    },
  };
}

/** The report that took longest from its first request to its commit. */
function slowest(reports: AuditedRun['figures']['reports']): { readonly slowestSyncMs?: number } {
  const deltas = reports.flatMap(({ syncCompletionDeltaMs }) => syncCompletionDeltaMs ?? []);
  return deltas.length === 0 ? {} : { slowestSyncMs: deltas.reduce((most, delta) => Math.max(most, delta), 0) };
}

function ofOutcome(pipeline: string, outcome: SyncOutcome): ReportFacts {
  const { report, read, accepted, rejected, skipped, code, message, failedClaims = [] } = outcome;
  return {
    ...{ report: reportId(report), pipeline, ...wordOf(outcome) },
    ...{ read, accepted, rejected, skipped, failedClaims: failedClaims.length },
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
  };
}

/** The word for what became of a report: its effect when there is one, else its verdict. */
function wordOf({ verdict, effect }: Pick<SyncOutcome, 'verdict' | 'effect'>): Pick<ReportFacts, 'word' | 'tone'> {
  const word = effect === 'none' ? verdict : effect;
  if (effect !== 'none') return { word, tone: 'good' };
  return { word, tone: word === 'deferred' || word === 'not-ready' ? 'wait' : 'bad' };
}
