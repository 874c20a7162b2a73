import type { Stage } from '../contracts/batch.ts';
import type { DeadLetter, Manifest } from '../contracts/manifest.ts';
import { reportId } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';

/** Which dead letters a call is about; what is absent narrows nothing. */
export interface LetterFilter {
  /** The report's id, as `run` prints it. */
  readonly report?: string;
  readonly dsp?: string;
  /** The beginning of a period: a month names its days. */
  readonly period?: string;
  readonly code?: string;
  readonly stage?: Stage;
  readonly ids?: readonly string[];
}

/** Whether a call is about a report, as far as the report decides. */
export function matchesReport({ report, dsp, period }: LetterFilter, manifest: Pick<Manifest, 'report'>): boolean {
  const key = manifest.report;
  return (
    (report === undefined || report === reportId(key)) &&
    (dsp === undefined || dsp === key.dsp) &&
    (period === undefined || key.period.startsWith(period))
  );
}

export function matchesLetter({ code, stage, ids }: LetterFilter, letter: DeadLetter): boolean {
  return (
    (code === undefined || code === letter.code) &&
    (stage === undefined || stage === letter.stage) &&
    (ids === undefined || ids.includes(letter.id))
  );
}

/** Letters of the reports in force. Order: by report, then as in the document; with `settled` also discarded and replayed ones. */
export async function* findLetters(
  sink: OpenSink,
  filter: LetterFilter,
  { settled = false }: { readonly settled?: boolean } = {},
): AsyncGenerator<DeadLetter, void, void> {
  for await (const manifest of sink.manifests()) {
    if (!matchesReport(filter, manifest)) continue;
    for await (const letter of sink.deadLetters(manifest.report, { resolved: settled }))
      if ((settled || letter.resolution === undefined) && matchesLetter(filter, letter)) yield letter;
  }
}
