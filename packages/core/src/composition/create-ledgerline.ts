import { randomUUID } from 'node:crypto';
import type { RunEvent } from '../contracts/events.ts';
import { reportId } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import { createDriftLog } from '../drift/drift-log.ts';
import { ConfigError } from '../errors/leaves.ts';
import { ExactSum } from '../money/exact-sum.ts';
import type { Planned } from '../pipeline/plan.ts';
import { previewPipeline } from '../pipeline/preview.ts';
import { type PipelineResult, planPipeline, runPipeline } from '../pipeline/run.ts';
import { acceptReport } from './accept.ts';
import { ledgerCalendar } from './calendar.ts';
import {
  AUDIT,
  CLOCK,
  createRoot,
  createRunScope,
  ENGINE,
  FIGURES,
  LOG,
  LOOKUPS,
  PIPELINES,
  STATE,
  TOOLS,
} from './composition-root.ts';
import type { Ledgerline, LedgerlineOptions, PlanEntry, RunSummary, Selection } from './ledgerline.ts';
import { discardByIds, replayLetters } from './letters.ts';

/**
 * Assembles a Ledgerline from a checked config and its resolved plugins.
 *
 * Errors: ConfigError for what only shows when everything is put together; SinkError when the state store or a lake cannot be opened.
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

  const openRun = async (selection: Selection, onEvent: (event: RunEvent) => void) => {
    const names = selection.pipelines ?? Object.keys(options.config.pipelines);
    const needed = new Set(names.flatMap((name) => options.config.pipelines[name]?.sink ?? []));
    const opened = new Map<string, OpenSink>();
    for (const name of needed) opened.set(name, await openSink(name));
    const run = options.run ?? runName(clock.wall());
    const scope = createRunScope(root, options, {
      ...{ run, sinks: opened, onEvent, pipelines: names },
      ...(selection.again ? { again: selection.again } : {}),
      ...(selection.retake ? { retake: true } : {}),
    });
    const close = async (): Promise<void> => {
      await scope.resolve(LOOKUPS).close();
      await scope.resolve(ENGINE).close();
      await scope.resolve(AUDIT).close();
    };
    return { run, scope, pipelines: scope.resolve(PIPELINES), tools: scope.resolve(TOOLS), close };
  };

  return {
    openSink,
    async plan(selection = {}) {
      const { pipelines, tools, close } = await openRun(selection, () => undefined);
      try {
        const signal = selection.signal ?? new AbortController().signal;
        const parts = await Promise.all(
          pipelines.map(async (pipeline) => {
            const { planned, error } = await planPipeline(pipeline, tools, signal);
            const entries = planned.map((item) => planEntry(pipeline.name, item));
            if (error)
              entries.push({
                pipeline: pipeline.name,
                object: '-',
                status: 'failed',
                code: error.code,
                reason: error.message,
              });
            return entries;
          }),
        );
        return parts.flat();
      } finally {
        await close();
      }
    },
    async run(selection = {}) {
      const onEvent = options.onEvent ?? (() => undefined);
      const { run, scope, pipelines, tools, close } = await openRun(selection, onEvent);
      const signal = selection.signal ?? new AbortController().signal;
      const [startedMs, startedWall] = [clock.mono(), clock.wall()];
      try {
        tools.audit.append('run.started', { run, pipelines: pipelines.map((pipeline) => pipeline.name) });
        onEvent({ type: 'run.started', run, pipelines: pipelines.map((pipeline) => pipeline.name) });
        const results = await Promise.all(
          pipelines.map(async (pipeline) => [pipeline.name, await runPipeline(pipeline, tools, signal)] as const),
        );
        demandListed(
          selection.again ?? [],
          results.map(([, result]) => result),
        );
        await scope.resolve(ENGINE).flush();
        const summary: RunSummary = {
          run,
          startedAt: new Date(startedWall).toISOString(),
          durationMs: Math.round(clock.mono() - startedMs),
          cancelled: signal.aborted,
          pipelines: Object.fromEntries(results),
          policy: scope.resolve(FIGURES).byDsp(),
          totals: totalsOf(results.map(([, result]) => result)),
        };
        tools.audit.append('run.settled', { run, totals: { ...summary.totals } });
        onEvent({ type: 'run.settled', run });
        return summary;
      } finally {
        await close();
      }
    },
    async preview({ rows = 10, ...selection } = {}) {
      const { pipelines, tools, close } = await openRun(selection, options.onEvent ?? (() => undefined));
      const signal = selection.signal ?? new AbortController().signal;
      try {
        const previews = pipelines.map(
          async (pipeline) => [pipeline.name, await previewPipeline(pipeline, tools, signal, { rows })] as const,
        );
        return Object.fromEntries(await Promise.all(previews));
      } finally {
        await close();
      }
    },
    async replay(request = {}) {
      const [sinkName, names] = pipelinesInto(options, request.sink);
      const { run, scope, pipelines, tools, close } = await openRun({ pipelines: names }, () => undefined);
      try {
        const outcomes = await replayLetters({ sink: await openSink(sinkName), pipelines, tools }, request);
        await scope.resolve(ENGINE).flush();
        return { run, outcomes };
      } finally {
        await close();
      }
    },
    async discard(request) {
      const sink = await openSink(request.sink);
      const { tools, close } = await openRun({ pipelines: [] }, () => undefined);
      try {
        return await discardByIds({ sink, tools }, request);
      } finally {
        await close();
      }
    },
    async accept(request) {
      const { tools, close } = await openRun({ pipelines: [] }, () => undefined);
      try {
        return await acceptReport(tools, request);
      } finally {
        await close();
      }
    },
    drift: createDriftLog({
      state,
      clock,
      async withAudit(write) {
        const { tools, close } = await openRun({ pipelines: [] }, () => undefined);
        write(tools.audit);
        await close();
      },
    }),
    calendar: (request = {}) => ledgerCalendar({ options, state, nowMs: clock.wall(), openSink }, request),
    async close() {
      for (const open of sinks.values()) await open.then((sink) => sink.close()).catch(() => undefined);
      await state.close();
    },
  };
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

/** A sink by name, and the pipelines whose rows go there. */
function pipelinesInto({ config }: LedgerlineOptions, sink = Object.keys(config.sinks)[0] ?? '') {
  const names = Object.values(config.pipelines).flatMap((pipeline) => (pipeline.sink === sink ? pipeline.name : []));
  return [sink, names] as const;
}

/** A name that sorts by time and that two runs started in one second do not share. */
function runName(wallMs: number): string {
  const instant = new Date(wallMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${instant}-${randomUUID().slice(0, 4)}`;
}

function planEntry(pipeline: string, item: Planned): PlanEntry {
  if (item.status === 'skip') return { pipeline, object: item.object, status: 'skip', reason: item.reason };
  const { dsp, account, feed, period, scope, object } = item.report;
  const entry = { pipeline, report: { dsp, account, feed, period, scope }, object, status: item.status };
  if (item.status === 'parked') return { ...entry, reason: item.reason, retryAt: item.retryAt };
  if (item.status === 'missing' || item.status === 'not-ready') return { ...entry, reason: item.reason };
  if (item.status === 'held' || item.status === 'problem')
    return { ...entry, code: item.error.code, reason: item.error.message };
  return entry;
}

function totalsOf(results: readonly PipelineResult[]): RunSummary['totals'] {
  const committed = results.flatMap(({ outcomes }) => outcomes.filter((outcome) => outcome.effect === 'committed'));
  const units = new ExactSum();
  const amounts = new Map<string, ExactSum>();
  for (const outcome of committed) {
    units.add(outcome.units);
    for (const [currency, amount] of Object.entries(outcome.amounts)) {
      const sum = amounts.get(currency) ?? new ExactSum();
      sum.add(amount);
      amounts.set(currency, sum);
    }
  }
  const count = (key: 'read' | 'accepted' | 'rejected' | 'skipped'): number =>
    committed.reduce((sum, outcome) => sum + outcome[key], 0);
  return {
    read: count('read'),
    accepted: count('accepted'),
    rejected: count('rejected'),
    skipped: count('skipped'),
    units: units.toString(),
    amounts: Object.fromEntries([...amounts].sort().map(([currency, sum]) => [currency, sum.toString()])),
  };
}
