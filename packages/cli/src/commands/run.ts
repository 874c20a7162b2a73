import { rename, writeFile } from 'node:fs/promises';
import { createSystemClock, type Ledgerline, type RunSummary } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import { type ExitName, exitCodes, exitOfError, exitOfOutcome, weightiest } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { createProgress } from '../progress.ts';
import { readProject, withLedgerline } from '../project.ts';
import { errorFacts } from '../render/error-facts.ts';
import { policyText } from '../render/policy-text.ts';
import { earliestRetry, runText } from '../render/run-text.ts';
import { verboseLog } from '../verbose-log.ts';

export interface RunOptions extends GlobalOptions {
  /** Also tell what the policy engine did, by DSP. */
  readonly explain?: boolean;
  /** Ids of the only reports to read, committed or not. */
  readonly again?: readonly string[];
  /** A port, or HOST:PORT. */
  readonly metrics?: string;
  readonly metricsFile?: string;
}

/** `ledgerline run`: everything that is due, of all pipelines or of the named ones. */
export async function run(pipelines: readonly string[], options: RunOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const clock = createSystemClock();
  const progress = await createProgress(host, options, clock);
  const parts = { clock, onEvent: progress.take, ...verboseLog(host, options, clock) };
  const selection = {
    signal: host.signal,
    ...(pipelines.length > 0 && { pipelines }),
    ...(options.again && { again: options.again }),
  };
  const summary = await withLedgerline(project, parts, (ledgerline) =>
    withMetrics(ledgerline, options, host, () => ledgerline.run(selection)),
  ).finally(progress.stop);
  const end = exitOfRun(summary);
  if (options.json || options.explain || !options.quiet || end !== 'ok') {
    answer(host, options, {
      json: () => runFacts(summary, end),
      text: (paint) =>
        options.explain ? `${runText(summary, paint)}\n\n${policyText(summary, paint)}` : runText(summary, paint),
    });
  }
  return end;
}

/** Serves metrics while `use` goes on, when they are asked for; nothing of OpenTelemetry's SDK is loaded otherwise. */
async function withMetrics<Result>(
  ledgerline: Ledgerline,
  { metrics, metricsFile, quiet }: RunOptions,
  host: Host,
  use: () => Promise<Result>,
): Promise<Result> {
  if (metrics === undefined && metricsFile === undefined) return use();
  const { openMetricsEndpoint } = await import('../metrics-endpoint.ts');
  const endpoint = await openMetricsEndpoint(metrics ?? '0', () => ledgerline.figures());
  if (metrics !== undefined && !quiet) host.err.write(`metrics  ${endpoint.url}\n`);
  try {
    const result = await use();
    if (metricsFile !== undefined) await replaceFile(metricsFile, await endpoint.text());
    return result;
  } finally {
    await endpoint.close();
  }
}

/** Whoever reads meanwhile sees the old file or the new one. */
async function replaceFile(path: string, content: string): Promise<void> {
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
}

/** How a run ended, over all its reports. */
export function exitOfRun({ cancelled, pipelines }: Pick<RunSummary, 'cancelled' | 'pipelines'>): ExitName {
  const ends = Object.values(pipelines).flatMap(({ outcomes, error }) => [
    ...outcomes.map(exitOfOutcome),
    ...(error ? [exitOfError(error)] : []),
  ]);
  return weightiest(cancelled ? ['cancelled', ...ends] : ends);
}

/** What `--json` prints of a run. */
export function runFacts(summary: RunSummary, end: ExitName): object {
  const results = Object.entries(summary.pipelines).map(([name, { error, ...result }]) => [
    name,
    error ? { ...result, error: errorFacts(error) } : result,
  ]);
  const retryAt = earliestRetry(summary);
  const facts = { exitCode: exitCodes[end].code, ...summary, pipelines: Object.fromEntries(results) };
  return retryAt === undefined ? facts : { ...facts, retryAt };
}
