import type { Feed } from '../contracts/connector.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { Manifest } from '../contracts/manifest.ts';
import type { Listed, ListedReport, Provenance, Report, ReportKey } from '../contracts/report.ts';
import { reportId } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import type { StateStore } from '../contracts/state.ts';
import { PayloadError } from '../errors/leaves.ts';
import type { LedgerlineError } from '../errors/ledgerline-error.ts';
import { overlapFinder } from './overlap.ts';

/** One listed document and what is to be done about it. */
export type Planned =
  | { readonly status: 'new' | 're-issued' | 'committed'; readonly report: Report }
  | { readonly status: 'parked'; readonly report: Report; readonly retryAt: number; readonly reason: string }
  | { readonly status: 'held'; readonly report: Report; readonly error: LedgerlineError }
  | { readonly status: 'problem'; readonly report: Report; readonly error: LedgerlineError }
  | {
      readonly status: 'missing' | 'not-ready';
      readonly report: Report;
      readonly dueMs: number;
      readonly reason: string;
    }
  | { readonly status: 'skip'; readonly object: string; readonly reason: string };

export interface PlanScope {
  readonly dsp: string;
  readonly account: string;
  readonly feed: string;
}

/** What the ledger and the state store say about listed reports. */
export interface PlanSources {
  readonly sink: OpenSink;
  readonly state: StateStore;
  readonly wallMs: number;
  /** Where the listed documents come from. */
  readonly provenance: Provenance;
  /** Documents are taken once: one whose revision was in force before, and no longer is, is left out. @default false */
  readonly once?: boolean;
}

/**
 * A document whose content was found unchanged under a new tag, or that was compared with what another source had delivered and left to it;
 * the space holds `{ tag, revision }` by {@link sourceKey}, where `revision` is the one in force.
 */
export const tagSpace = 'report-tags';

/** What is remembered of the document that one source has of a report. */
export function sourceKey(report: ReportKey, provenance: Provenance = 'api'): string {
  return provenance === 'file' ? `${reportId(report)}#file` : reportId(report);
}
/** Reports to be left alone until an instant; the space holds `{ retryAt, reason }` by {@link sourceKey}. */
export const parkedSpace = 'parked-reports';

/** Decides for every listed document whether it is new, re-issued, committed, parked, held or left out. */
export async function planFeed(scope: PlanScope, listed: readonly Listed[], sources: PlanSources): Promise<Planned[]> {
  const reports = listed
    .filter((item) => item.kind === 'report')
    .map((item) => toReport(scope, item, sources.provenance));
  const twins = repeated(reports);
  const committed = await alternatives(scope, reports, sources.sink);
  const planned: Planned[] = [];
  for (const item of listed) {
    if (item.kind === 'skip') planned.push({ status: 'skip', object: item.object, reason: item.reason });
    else if (item.kind === 'problem') {
      const { object, period = 'unknown', scope: part = '-', error } = item;
      const report = { ...scope, period, scope: part, object, locator: null, ...from(sources.provenance) };
      planned.push({ status: 'problem', report, error });
    }
  }
  const taken = sources.once && reports.length > 0 ? await takenBefore(scope, sources.sink) : new Map<string, string>();
  const overlaps = overlapFinder(scope, sources);
  for (const report of reports) {
    const run = taken.get(takenKey(report));
    if (run !== undefined) {
      planned.push({ status: 'skip', object: report.object, reason: `taken by run ${run}, and superseded since` });
      continue;
    }
    const conflict = twins.get(reportId(report)) ?? conflictOf(report, committed);
    const item = conflict ? held(report, conflict) : await planReport(report, sources);
    const isNews = item.status === 'new' || item.status === 're-issued';
    const overlap = isNews ? await overlaps(report) : undefined;
    planned.push(overlap ? held(report, overlap) : item);
  }
  return planned;
}

function held(report: Report, error: LedgerlineError): Planned {
  return { status: 'held', report, error };
}

const takenKey = (report: ReportKey & { readonly tag?: string }): string => `${reportId(report)}\n${report.tag}`;

/** Documents that were committed once and are no longer in force, with the run that took them. */
async function takenBefore(scope: PlanScope, sink: OpenSink): Promise<ReadonlyMap<string, string>> {
  const taken = new Map<string, string>();
  const inForce: string[] = [];
  for await (const { report, tag, run } of sink.manifests({ history: true })) {
    if (tag === undefined || report.dsp !== scope.dsp || report.account !== scope.account) continue;
    if (report.feed === scope.feed) taken.set(takenKey({ ...report, tag }), run);
  }
  for await (const { report, tag } of sink.manifests())
    if (tag !== undefined) inForce.push(takenKey({ ...report, tag }));
  for (const key of inForce) taken.delete(key);
  return taken;
}

function toReport(
  scope: PlanScope,
  { kind: _kind, scope: part, ...listed }: ListedReport,
  provenance: Provenance,
): Report {
  return { ...scope, ...listed, scope: part ?? '-', ...from(provenance) };
}

function from(provenance: Provenance): { readonly provenance?: Provenance } {
  return provenance === 'file' ? { provenance } : {};
}

async function planReport(report: Report, { sink, state, wallMs, provenance }: PlanSources): Promise<Planned> {
  const key = sourceKey(report, provenance);
  const parked = asRecord(await state.get(parkedSpace, key));
  if (typeof parked.retryAt === 'number' && parked.retryAt > wallMs)
    return { status: 'parked', report, retryAt: parked.retryAt, reason: String(parked.reason ?? 'deferred') };
  const current = await sink.current(report);
  if (!current) return { status: 'new', report };
  // What the other source delivered is compared once with this one's, even when this one tells no changes.
  const isOwn = current.provenance === provenance;
  if (isOwn && (report.tag === undefined || report.tag === current.tag)) return { status: 'committed', report };
  const alias = asRecord(await state.get(tagSpace, key));
  const known = alias.tag === (report.tag ?? null) && alias.revision === current.revision;
  return { status: known ? 'committed' : 're-issued', report };
}

/** Two documents with one identity: nobody can say which one counts. */
function repeated(reports: readonly Report[]): Map<string, LedgerlineError> {
  const first = new Map<string, Report>();
  const twins = new Map<string, LedgerlineError>();
  for (const report of reports) {
    const id = reportId(report);
    const other = first.get(id);
    if (other)
      twins.set(
        id,
        new PayloadError(`${other.object} and ${report.object} both claim to be ${id}; remove one of them.`, {
          code: 'REPORT_AMBIGUOUS',
        }),
      );
    first.set(id, report);
  }
  return twins;
}

type Layouts = Map<string, { readonly layout: string; readonly object: string; readonly inForce: boolean }[]>;

const groupKey = (period: string, group: string): string => `${period}\n${group}`;

/** Layouts listed or committed, by period and group. */
async function alternatives(scope: PlanScope, reports: readonly Report[], sink: OpenSink): Promise<Layouts> {
  const layouts: Layouts = new Map();
  if (!reports.some((report) => report.alternative)) return layouts;
  const add = (period: string, from: Pick<Manifest, 'alternative' | 'object'>, inForce: boolean): void => {
    if (!from.alternative) return;
    const key = groupKey(period, from.alternative.group);
    layouts.set(key, [...(layouts.get(key) ?? []), { layout: from.alternative.layout, object: from.object, inForce }]);
  };
  for await (const manifest of sink.manifests()) {
    const { dsp, account, feed, period } = manifest.report;
    if (dsp === scope.dsp && account === scope.account && feed === scope.feed) add(period, manifest, true);
  }
  for (const report of reports) add(report.period, report as Pick<Manifest, 'alternative' | 'object'>, false);
  return layouts;
}

/** A report whose money is already counted, or could be, by documents of another layout. What is committed stays. */
function conflictOf(report: Report, layouts: Layouts): LedgerlineError | undefined {
  if (!report.alternative) return undefined;
  const all = layouts.get(groupKey(report.period, report.alternative.group)) ?? [];
  const { layout } = report.alternative;
  const committed = all.find((item) => item.inForce);
  if (committed?.layout === layout) return undefined;
  const other = all.find((item) => item.layout !== layout);
  if (!other) return undefined;
  const where = other.inForce ? 'is already committed' : 'is also there';
  return new PayloadError(
    `${report.object} (${layout}) holds the same money as ${other.object} (${other.layout}), which ${where}; keep one of the two.`,
    { code: 'REPORT_CONFLICT' },
  );
}

function asRecord(value: JsonValue | undefined): Readonly<Record<string, JsonValue | undefined>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, JsonValue | undefined>>)
    : {};
}

/** Lists a feed to its end; an error keeps what came before it. */
export async function listFeed<Config>(
  feed: Pick<Feed<Config>, 'list'>,
  ...parameters: Parameters<Feed<Config>['list']>
): Promise<{ readonly listed: readonly Listed[]; readonly error?: unknown }> {
  const listed: Listed[] = [];
  try {
    for await (const item of feed.list(...parameters)) listed.push(item);
    return { listed };
  } catch (error) {
    return { listed, error };
  }
}
