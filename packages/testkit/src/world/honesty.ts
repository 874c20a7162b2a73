import type { SyncOutcome } from '@ledgerline/core';
import { reportId } from '@ledgerline/core';
import type { RunSummary } from '@ledgerline/core/runtime';
import type { Lake } from './lake.ts';

/** What is wrong with a lake after a run during which anything may have happened; empty when it is honest. */
export interface Honesty {
  /** Reports whose committed rows are not those of a quiet day. */
  readonly wrong: readonly string[];
  /** Reports that are missing without a word. */
  readonly silent: readonly string[];
  /** Reports that are missing, and the run says so. */
  readonly told: readonly string[];
}

export function outcomesOf({ pipelines }: RunSummary): readonly SyncOutcome[] {
  return Object.values(pipelines).flatMap(({ outcomes }) => outcomes);
}

/** Compares what is committed with what a quiet day commits. */
export function judgeHonesty(quiet: Lake, lake: Lake, summary: RunSummary): Honesty {
  const spoken = new Set<string>();
  let listingFailed = summary.cancelled;
  for (const { outcomes, skipped, error } of Object.values(summary.pipelines)) {
    if (error !== undefined) listingFailed = true;
    for (const { object } of skipped) spoken.add(object);
    for (const { report, object, verdict } of outcomes) {
      if (verdict === 'complete' || verdict === 'empty') continue;
      // Without an object the calendar misses what was never listed: that says the DSP has none, not that a listing failed.
      if (object === '-') continue;
      spoken.add(reportId(report)).add(object);
    }
  }
  const wrong = [...lake].filter(([id, { content }]) => quiet.get(id)?.content !== content).map(([id]) => id);
  const missing = [...quiet].filter(([id]) => !lake.has(id));
  const isTold = (id: string, object: string): boolean => listingFailed || spoken.has(id) || spoken.has(object);
  return {
    wrong,
    silent: missing.filter(([id, { manifest }]) => !isTold(id, manifest.object)).map(([id]) => id),
    told: missing.filter(([id, { manifest }]) => isTold(id, manifest.object)).map(([id]) => id),
  };
}

/** What people can act on when a run was not complete. */
export function complaints(summary: RunSummary): string {
  const errors = Object.values(summary.pipelines).flatMap(({ error }) =>
    error ? [`${error.code}: ${error.message}`] : [],
  );
  const failed = outcomesOf(summary)
    .filter(({ verdict }) => verdict !== 'complete' && verdict !== 'empty')
    .map(({ report, verdict, code, message }) => `${reportId(report)} ${verdict} (${code}: ${message})`);
  return [...errors, ...failed].join('; ') || 'nothing was reported';
}
