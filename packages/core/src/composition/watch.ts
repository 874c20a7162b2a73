import type { LoadedPipeline } from '../config/loaded-config.ts';
import type { StateStore } from '../contracts/state.ts';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';
import type { Clock } from '../time/clock.ts';
import { type CalendarSources, pipelinesOf } from './calendar.ts';
import type { PlannedWake, Selection, WatchRequest } from './ledgerline.ts';
import type { RunSummary } from './run-summary.ts';
import { lockPipelines } from './watch-locks.ts';
import { readRecord, wakeOf, writeRecord } from './watch-state.ts';

export interface WatchParts {
  readonly sources: Omit<CalendarSources, 'nowMs'>;
  readonly clock: Clock;
  run(selection: Selection): Promise<RunSummary>;
}

/** A clock may be set, and a machine may sleep: the wall is looked at this often. */
const lookMs = 60_000;
const minuteMs = 60_000;
/** After a run that could not even begin: so many minutes, doubled each time. */
const failureMinutes = [1, 2, 4, 8, 16, 32, 60] as const;

/**
 * Runs pipelines when they are due until it is told to stop; what it must know is in the state store, so that it can be killed at any time.
 *
 * Errors: ConfigError for what no waiting mends; SinkError `WATCH_BUSY` when another watcher has one of the pipelines.
 */
export async function watch(parts: WatchParts, request: WatchRequest): Promise<void> {
  const { signal, onWatch = () => undefined } = request;
  const { config } = parts.sources.options;
  const pipelines = pipelinesOf(parts.sources.options, request);
  const locks = await lockPipelines(
    pipelines.map(({ name }) => name),
    { ...request, config, clock: parts.clock },
  );
  try {
    for (let failures = 0; !signal.aborted; ) {
      try {
        await turn(parts, pipelines, { ...request, onWatch });
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (!isLedgerlineError(error) || error.name === 'ConfigError') throw error;
        const minutes = failureMinutes[Math.min(failures, failureMinutes.length - 1)] ?? 1;
        failures += 1;
        const againMs = parts.clock.wall() + minutes * minuteMs;
        onWatch({ type: 'failed', error, againMs });
        await sleepUntilWall(parts.clock, againMs, signal);
      }
    }
  } finally {
    locks.release();
  }
}

/** Waits for whatever comes next, and runs it. */
async function turn(
  { sources, clock, run }: WatchParts,
  pipelines: readonly LoadedPipeline[],
  { signal, onWatch = () => undefined }: WatchRequest,
): Promise<void> {
  const wakes: PlannedWake[] = [];
  for (const pipeline of pipelines) {
    const wake = await wakeOf(pipeline, { ...sources, nowMs: clock.wall() });
    wakes.push({ pipeline: pipeline.name, ...wake });
  }
  wakes.sort((left, right) => left.atMs - right.atMs);
  const [next] = wakes;
  if (next === undefined) return;
  if (next.atMs > clock.wall()) {
    onWatch({ type: 'waiting', wakes });
    await sleepUntilWall(clock, next.atMs, signal);
  }
  if (signal.aborted) return;
  const due = wakes.filter(({ atMs }) => atMs <= clock.wall());
  const names = due.map(({ pipeline }) => pipeline);
  onWatch({ type: 'running', wakes: due });
  await began(sources.state, names, clock);
  const summary = await run({ pipelines: names, signal });
  // A run that was stopped goes on at the next start.
  if (!summary.cancelled) await ended(sources.state, summary, clock);
  onWatch({ type: 'ran', summary });
}

async function began(state: StateStore, names: readonly string[], clock: Clock): Promise<void> {
  for (const name of names) {
    const { endMs } = await readRecord(state, name);
    await writeRecord(state, name, { startMs: clock.wall(), ...(endMs === undefined ? {} : { endMs }) });
  }
}

async function ended(state: StateStore, { pipelines }: RunSummary, clock: Clock): Promise<void> {
  for (const [name, { error }] of Object.entries(pipelines)) {
    const { startMs } = await readRecord(state, name);
    const retryAt = error?.details.retryAt;
    await writeRecord(state, name, {
      ...(startMs === undefined ? {} : { startMs }),
      endMs: clock.wall(),
      ...(typeof retryAt === 'number' ? { retryMs: retryAt } : {}),
    });
  }
}

/** Ends early when it is told to stop. */
async function sleepUntilWall(clock: Clock, atMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const left = atMs - clock.wall();
    if (left <= 0) return;
    try {
      await clock.sleepUntil(clock.mono() + Math.min(left, lookMs), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
