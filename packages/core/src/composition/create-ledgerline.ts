import type { OpenSink } from '../contracts/sink.ts';
import { createDriftLog } from '../drift/drift-log.ts';
import { ConfigError } from '../errors/leaves.ts';
import type { LedgerlineError } from '../errors/ledgerline-error.ts';
import type { RunCount } from '../figures/run-figures.ts';
import { heldReports } from '../pipeline/hold.ts';
import type { Planned } from '../pipeline/plan.ts';
import { planPipeline } from '../pipeline/plan-pipeline.ts';
import { previewPipeline } from '../pipeline/preview.ts';
import { isStillComing } from '../pipeline/settle.ts';
import { inSpan } from '../telemetry/in-span.ts';
import { observeMetrics } from '../telemetry/observed-metrics.ts';
import { acceptReport } from './accept.ts';
import { createAudits } from './audits.ts';
import { ledgerCalendar } from './calendar.ts';
import { comparisonOf } from './comparison.ts';
import { CLOCK, COUNT, createRoot, ENGINE, LOG, STATE } from './composition-root.ts';
import type { Ledgerline, LedgerlineOptions, OperatorWord, PlanEntry, Selection } from './ledgerline.ts';
import { discardByIds, replayLetters } from './letters.ts';
import { openRun, recordAct, withRun } from './open-run.ts';
import { runAll } from './run-all.ts';
import { runMetrics } from './run-metrics.ts';
import type { RunSummary } from './run-summary.ts';

/**
 * Assembles a Ledgerline from a checked config and its resolved plugins.
 *
 * The state store and the lakes are opened when something asks for them.
 *
 * Errors: ConfigError for what only shows when everything is put together.
 */
export async function createLedgerline(given: LedgerlineOptions): Promise<Ledgerline> {
  const options = Object.freeze({ ...given });
  const root = createRoot(options);
  const clock = root.resolve(CLOCK);
  const state = root.resolve(STATE);
  const sinks = new Map<string, Promise<OpenSink>>();

  const openSink = (name = Object.keys(options.config.sinks)[0] ?? ''): Promise<OpenSink> => {
    const entry = options.plugins.sinks.get(name);
    if (!entry)
      throw new ConfigError(
        `There is no sink "${name}"; the config has ${[...options.plugins.sinks.keys()].join(', ')}.`,
        { code: 'SINK_UNKNOWN' },
      );
    const open = sinks.get(name) ?? entry.sink.open(entry.config, { log: root.resolve(LOG), clock });
    sinks.set(name, open);
    return open;
  };

  const openSinks = async function* (): AsyncGenerator<OpenSink, void, void> {
    for (const name of options.plugins.sinks.keys()) yield await openSink(name);
  };

  const parts = { root, options, openSink };
  const never = new AbortController().signal;
  let count: RunCount | undefined;
  let withdraw: (() => void) | undefined;

  const run = (selection: Selection = {}): Promise<RunSummary> => {
    const { onEvent } = options;
    const command = selection.importedBy ? 'import' : 'run';
    return withRun(openRun(parts, command, selection, onEvent), (opened) => {
      if (selection.importedBy) recordAct(opened.tools, 'import', selection.importedBy);
      const judged = () => ledgerCalendar({ options, state, nowMs: clock.wall(), openSink }, selection);
      count = opened.scope.resolve(COUNT);
      withdraw ??= observeMetrics(runMetrics, () => count?.figures());
      return inSpan('ledgerline.run', { 'ledgerline.run': opened.run }, () => runAll(opened, selection, judged));
    });
  };

  return {
    openSink,
    plan(selection = {}) {
      return withRun(openRun(parts, 'plan', selection), async ({ pipelines, tools }) => {
        const entries = pipelines.map(async (pipeline) => {
          const { planned, error } = await planPipeline(pipeline, tools, selection.signal ?? never);
          return planEntries(pipeline.name, planned, error);
        });
        return (await Promise.all(entries)).flat();
      });
    },
    run,
    async watch(request) {
      // Few hosts watch, and the others start sooner without it.
      const { watch } = await import('./watch.ts');
      await watch({ sources: { options, state, openSink }, clock, run }, request);
    },
    preview({ rows = 10, ...selection } = {}) {
      return withRun(openRun(parts, 'preview', selection, options.onEvent), async ({ pipelines, tools }) => {
        const previews = pipelines.map(
          async (pipeline) =>
            [pipeline.name, await previewPipeline(pipeline, tools, selection.signal ?? never, { rows })] as const,
        );
        return Object.fromEntries(await Promise.all(previews));
      });
    },
    replay(request = {}) {
      const [sinkName, names] = pipelinesInto(options, request.sink);
      return withRun(openRun(parts, 'replay', { pipelines: names }), async ({ run, scope, pipelines, tools }) => {
        recordAct(tools, 'replay', request.by ?? unnamed);
        const outcomes = await replayLetters({ sink: await openSink(sinkName), pipelines, tools }, request);
        await scope.resolve(ENGINE).flush();
        return { run, outcomes };
      });
    },
    async discard(request) {
      const sink = await openSink(request.sink);
      return await withRun(openRun(parts, 'discard', { pipelines: [] }), ({ tools }) => {
        recordAct(tools, 'discard', { who: request.by, why: request.why });
        return discardByIds({ sink, tools }, request);
      });
    },
    accept(request) {
      return withRun(openRun(parts, 'accept', { pipelines: [] }), ({ tools }) => {
        recordAct(tools, 'accept', request, { report: request.report });
        return acceptReport(tools, request);
      });
    },
    drift: createDriftLog({
      state,
      clock,
      withAudit: (write) =>
        withRun(openRun(parts, 'drift-accept', { pipelines: [] }), async ({ tools }) => write(tools.audit)),
    }),
    figures: () => count?.figures(),
    held: () => heldReports(state),
    audits: createAudits({ config: options.config, state, openSink }),
    calendar: (request = {}) => ledgerCalendar({ options, state, nowMs: clock.wall(), openSink }, request),
    comparison: (report) => comparisonOf(report, state, openSinks),
    async close() {
      withdraw?.();
      for (const open of sinks.values()) await open.then((sink) => sink.close()).catch(() => undefined);
      await state.close();
    },
  };
}

/** Who acts when nobody was named: a host of this library. */
const unnamed: OperatorWord = { who: 'the host', why: '' };

/** A sink by name, and the pipelines whose rows go there. */
function pipelinesInto({ config }: LedgerlineOptions, sink = Object.keys(config.sinks)[0] ?? '') {
  const names = Object.values(config.pipelines).flatMap((pipeline) => (pipeline.sink === sink ? pipeline.name : []));
  return [sink, names] as const;
}

function planEntries(pipeline: string, planned: readonly Planned[], error: LedgerlineError | undefined): PlanEntry[] {
  const entries = planned.map((item) => planEntry(pipeline, item));
  if (error) entries.push({ pipeline, object: '-', status: 'failed', code: error.code, reason: error.message });
  return entries;
}

function planEntry(pipeline: string, item: Planned): PlanEntry {
  if (item.status === 'skip') return { pipeline, object: item.object, status: 'skip', reason: item.reason };
  const { dsp, account, feed, period, scope, object } = item.report;
  const entry = { pipeline, report: { dsp, account, feed, period, scope }, object, status: item.status };
  if (item.status === 'parked') return { ...entry, reason: item.reason, retryAt: item.retryAt };
  if (item.status === 'missing' || item.status === 'not-ready') return { ...entry, reason: item.reason };
  if (item.status === 'held' || item.status === 'problem') {
    const status = isStillComing(item.error) ? 'not-ready' : item.status;
    return { ...entry, status, code: item.error.code, reason: item.error.message };
  }
  return entry;
}
