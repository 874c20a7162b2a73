import { type CalendarCell, feedCalendar, type KnownReport } from '../calendar/feed-calendar.ts';
import { knownReport } from '../calendar/known-report.ts';
import type { LoadedConfig, LoadedPipeline } from '../config/loaded-config.ts';
import type { ResolvedPlugins } from '../config/resolve-plugins.ts';
import { type Acceptance, acceptanceSpace, asAcceptance, type HeldReport } from '../contracts/acceptance.ts';
import { feedIdentity } from '../contracts/feed-identity.ts';
import type { Window } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import type { StateStore } from '../contracts/state.ts';
import { ConfigError } from '../errors/leaves.ts';
import { heldReports } from '../pipeline/hold.ts';
import { parsePeriod } from '../time/period.ts';
import { expectationsOf } from './expectations.ts';

/** Which part of the calendar to show; everything the pipelines ask for when nothing is said. */
export interface CalendarRequest {
  readonly pipelines?: readonly string[];
  /** First and last period: a month or a day. */
  readonly from?: string;
  readonly to?: string;
}

/** The calendar of one feed of one account. */
export interface FeedCalendar {
  readonly pipeline: string;
  readonly dsp: string;
  readonly account: string;
  readonly feed: string;
  /** When its reports are due, for people; absent when nobody knows. */
  readonly due?: string;
  /** Whether a report can be missing, or only late. */
  readonly promised: boolean;
  /** Order: by period. */
  readonly cells: readonly CalendarCell[];
}

export interface LedgerCalendar {
  /** Epoch ms: what the states are as of. */
  readonly nowMs: number;
  /** Order: by pipeline, account, feed, as in the configuration. */
  readonly feeds: readonly FeedCalendar[];
  /** Acceptances on record, for whoever looks at what is held. */
  readonly acceptances: readonly Acceptance[];
}

export interface CalendarSources {
  readonly options: { readonly config: LoadedConfig; readonly plugins: ResolvedPlugins };
  readonly state: StateStore;
  readonly nowMs: number;
  openSink(name: string): Promise<OpenSink>;
}

/** What should be there and what is, from configuration, ledger and state alone; asks no DSP. */
export async function ledgerCalendar(sources: CalendarSources, request: CalendarRequest): Promise<LedgerCalendar> {
  const { options, state, nowMs } = sources;
  const held = await heldReports(state);
  const acceptances = (await state.list(acceptanceSpace)).flatMap(({ value }) => asAcceptance(value) ?? []);
  const known = new Map<string, Map<string, KnownReport[]>>();
  const feeds: FeedCalendar[] = [];
  for (const loaded of pipelinesOf(options, request)) {
    const bySource = known.get(loaded.sink) ?? (await knownReports(await sources.openSink(loaded.sink)));
    known.set(loaded.sink, bySource);
    feeds.push(...pipelineCalendar({ loaded, options, request, nowMs, held, known: bySource }));
  }
  return { nowMs, feeds, acceptances };
}

/** The named pipelines, or all. Errors: ConfigError `PIPELINE_UNKNOWN`. */
export function pipelinesOf(
  { config }: Pick<CalendarSources['options'], 'config'>,
  { pipelines }: CalendarRequest,
): readonly LoadedPipeline[] {
  if (!pipelines) return Object.values(config.pipelines);
  return pipelines.map((name) => {
    const loaded = config.pipelines[name];
    if (loaded) return loaded;
    const names = Object.keys(config.pipelines).join(', ');
    throw new ConfigError(`There is no pipeline "${name}" in ${config.file}; it has ${names}.`, {
      code: 'PIPELINE_UNKNOWN',
    });
  });
}

interface PipelineCalendarInput {
  readonly loaded: LoadedPipeline;
  readonly options: CalendarSources['options'];
  readonly request: CalendarRequest;
  readonly nowMs: number;
  readonly held: readonly HeldReport[];
  readonly known: ReadonlyMap<string, readonly KnownReport[]>;
}

function pipelineCalendar({ loaded, options, request, nowMs, held, known }: PipelineCalendarInput): FeedCalendar[] {
  const connector = options.plugins.connectors.get(loaded.name);
  const expectationFor = expectationsOf(loaded, options.plugins);
  const window = windowOf(loaded, request, nowMs);
  const accounts = [...(options.plugins.feeds.get(loaded.name) ?? [])];
  return accounts.flatMap(([account, names]) =>
    names.map((name) => {
      const expectation = expectationFor(account, name);
      const config = options.plugins.configs.get(loaded.name)?.get(account) ?? {};
      const { dsp, feed } = connector ? feedIdentity(connector, name, config) : { dsp: '', feed: name };
      const cells = feedCalendar({
        ...(expectation === undefined ? {} : { expectation }),
        ...{ window, nowMs, known: known.get(sourceKey(dsp, account, feed)) ?? [] },
        held: held.filter(({ report }) => report.dsp === dsp && report.account === account && report.feed === feed),
      });
      const due = expectation === undefined ? {} : { due: expectation.available.text };
      const promised = expectation?.promised ?? false;
      return { pipeline: loaded.name, dsp, account, feed, ...due, promised, cells };
    }),
  );
}

/** The pipeline's window, narrowed to what is asked for. */
function windowOf({ since, until }: LoadedPipeline, request: CalendarRequest, nowMs: number): Window {
  const from = request.from === undefined ? since : daysOf('--from', request.from).start;
  const to = request.to === undefined ? undefined : daysOf('--to', request.to).end;
  const last = until ?? new Date(nowMs).toISOString().slice(0, 10);
  return { from: from > since ? from : since, to: to !== undefined && to < last ? to : last };
}

function daysOf(name: string, text: string) {
  const period = parsePeriod(text);
  if (period) return period;
  throw new ConfigError(`${name} ${text} is no period; write YYYY-MM or YYYY-MM-DD.`);
}

/** Committed reports in force by DSP, account and feed. */
async function knownReports(sink: OpenSink): Promise<Map<string, KnownReport[]>> {
  const known = new Map<string, KnownReport[]>();
  for await (const manifest of sink.manifests()) {
    const { dsp, account, feed } = manifest.report;
    const key = sourceKey(dsp, account, feed);
    const reports = known.get(key);
    if (reports) reports.push(knownReport(manifest));
    else known.set(key, [knownReport(manifest)]);
  }
  return known;
}

function sourceKey(dsp: string, account: string, feed: string): string {
  return `${dsp}/${account}/${feed}`;
}
