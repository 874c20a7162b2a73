import { nextWake, type Wake } from '../calendar/next-wake.ts';
import type { LoadedPipeline } from '../config/loaded-config.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { StateStore } from '../contracts/state.ts';
import { parkedSpace } from '../pipeline/plan.ts';
import { parseCron } from '../time/cron.ts';
import { type CalendarSources, ledgerCalendar } from './calendar.ts';

/** What a watcher remembers of a pipeline. Units: epoch ms. */
export interface WatchRecord {
  readonly startMs?: number;
  readonly endMs?: number;
  /** When the listing may be asked for again. */
  readonly retryMs?: number;
}

const watchSpace = 'watched-pipelines';
const [minuteMs, hourMs] = [60_000, 3_600_000];

export async function readRecord(state: StateStore, pipeline: string): Promise<WatchRecord> {
  const value = await state.get(watchSpace, pipeline);
  const [startMs, endMs, retryMs] = ['startMs', 'endMs', 'retryMs'].map((key) => numberIn(value, key));
  return {
    ...(startMs === undefined ? {} : { startMs }),
    ...(endMs === undefined ? {} : { endMs }),
    ...(retryMs === undefined ? {} : { retryMs }),
  };
}

export async function writeRecord(state: StateStore, pipeline: string, record: WatchRecord): Promise<void> {
  await state.write([{ space: watchSpace, key: pipeline, value: { ...record } }]);
}

function numberIn(value: JsonValue | undefined, key: string): number | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const found = (value as Readonly<Record<string, JsonValue | undefined>>)[key];
  return typeof found === 'number' ? found : undefined;
}

/** When a pipeline runs next: by its schedule or by what is due, and by what DSPs asked for. */
export async function wakeOf(pipeline: LoadedPipeline, sources: CalendarSources): Promise<Wake> {
  const { state, nowMs } = sources;
  const { name, schedule } = pipeline;
  const { startMs, endMs, retryMs } = await readRecord(state, name);
  const { feeds } = await ledgerCalendar(sources, { pipelines: [name] });
  const parked: number[] = retryMs === undefined ? [] : [retryMs];
  for (const { dsp, account, feed } of feeds)
    for (const { value } of await state.list(parkedSpace, `${dsp}/${account}/${feed}/`)) {
      const retryAt = numberIn(value, 'retryAt');
      if (retryAt !== undefined) parked.push(retryAt);
    }
  const absent = feeds.flatMap(({ cells }) => cells.filter(({ reports }) => reports.length === 0));
  const rule = schedule.cron === undefined ? undefined : parseCron(schedule.cron, schedule.zone);
  return nextWake({
    ...{ pipeline: name, nowMs, everyMs: schedule.everyHours * hourMs, jitterMs: schedule.jitterMinutes * minuteMs },
    ...(startMs === undefined ? {} : { lastStartMs: startMs }),
    ...(endMs === undefined ? {} : { lastEndMs: endMs }),
    ...(rule === undefined ? {} : { scheduledAfter: rule.nextMs }),
    dueMs: absent.flatMap(({ dueMs, slaMs }) => [
      ...(dueMs === undefined ? [] : [dueMs]),
      ...(slaMs === undefined ? [] : [slaMs]),
    ]),
    retryMs: parked,
  });
}
