import type { DeadLetter } from '../contracts/manifest.ts';
import { reportId } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import { ConfigError } from '../errors/leaves.ts';
import { discardLetters } from '../pipeline/discard.ts';
import { feedNameOf } from '../pipeline/feed-of.ts';
import { findLetters, matchesReport } from '../pipeline/letter-filter.ts';
import type { Pipeline, RunTools } from '../pipeline/pipeline.ts';
import { type ReplayOutcome, replayReport } from '../pipeline/replay.ts';
import type { DiscardRequest, DiscardSummary, ReplayRequest } from './ledgerline.ts';

/** The pipelines of a run whose rows go to one sink. */
export interface LetterRun {
  readonly sink: OpenSink;
  readonly pipelines: readonly Pipeline[];
  readonly tools: RunTools;
}

/** Tries the open letters that a request is about, report by report. */
export async function replayLetters(
  { sink, pipelines, tools }: LetterRun,
  { filter = {}, signal = new AbortController().signal }: ReplayRequest,
): Promise<readonly ReplayOutcome[]> {
  const outcomes: ReplayOutcome[] = [];
  for await (const manifest of sink.manifests()) {
    if (signal.aborted) break;
    if (!matchesReport(filter, manifest)) continue;
    const [open] = await firstOf(findLetters(sink, { ...filter, report: reportId(manifest.report) }));
    if (!open) continue;
    const { dsp, account, feed } = manifest.report;
    const able = pipelines.filter((pipeline) => feedNameOf(pipeline, manifest.report) !== undefined);
    // Who read the document knows best how its rows are mapped.
    const pipeline = able.find(({ connector }) => connector.name === manifest.connector.name) ?? able[0];
    outcomes.push(
      pipeline
        ? await replayReport({ pipeline, manifest, filter, tools, signal })
        : {
            ...{ report: manifest.report, effect: 'none', tried: 0, accepted: 0, open: 0, unreadable: 0 },
            ...{ amounts: {}, units: '0', code: 'PIPELINE_ABSENT' },
            message: `No pipeline of this configuration reads ${feed} of ${dsp} for ${account}, so nothing says how its rows are mapped.`,
          },
    );
  }
  return outcomes;
}

async function firstOf(letters: AsyncIterable<DeadLetter>): Promise<readonly DeadLetter[]> {
  for await (const letter of letters) return [letter];
  return [];
}

/**
 * Settles the named letters for good.
 *
 * Errors: ConfigError `LETTER_UNKNOWN` for ids that no report in force has; nothing is discarded then.
 */
export async function discardByIds(
  { sink, tools }: Pick<LetterRun, 'sink' | 'tools'>,
  { ids, by, why }: DiscardRequest,
): Promise<DiscardSummary> {
  const wanted = new Set(ids);
  const found = new Map<string, DeadLetter>();
  for await (const letter of findLetters(sink, { ids }, { settled: true })) found.set(letter.id, letter);
  const unknown = [...wanted].filter((id) => !found.has(id));
  if (unknown.length > 0)
    throw new ConfigError(
      `No report in force has a dead letter ${unknown.join(', ')}; nothing was discarded. A re-issue or a new reading brings letters of its own: see \`ledgerline dlq list\`.`,
      { code: 'LETTER_UNKNOWN' },
    );
  const reports = new Set([...found.values()].flatMap(({ report, resolution }) => (resolution ? [] : report)));
  const discarded: string[] = [];
  for await (const manifest of sink.manifests())
    if (reports.has(reportId(manifest.report)))
      discarded.push(...(await discardLetters({ sink, manifest, ids: wanted, by, why, tools })));
  return { run: tools.run, discarded, settledBefore: [...wanted].filter((id) => !discarded.includes(id)) };
}
