import {
  addDays,
  ConfigError,
  dayStart,
  isLedgerlineError,
  type LedgerlineError,
  type Listed,
  type ListedReport,
  overlaps,
  parsePeriod,
  type Report,
  type RowSource,
  type Window,
} from '@ledgerline/core';
import { type AssetReport, assetLookup, latestAssets } from './asset-lookup.ts';
import { type Context, listJobs, listReports, listReportTypes, type ReportFilter, reportBody } from './client.ts';
import type { YoutubeConfig } from './config.ts';
import { csvRows } from './csv.ts';
import { jobsOf } from './jobs.ts';
import { readLocator, writeLocator } from './locator.ts';
import { pinDownload } from './pin-download.ts';
import { jobRemarks, keptUntilMs, type Remark, type Retention, retentionRemarks, withRemarks } from './remarks.ts';
import type { Job, YoutubeReport } from './resources.ts';
import { periodOfWindow, reportZone } from './timestamp.ts';
import { settleWindows } from './winners.ts';

/** What tells the feeds of this connector apart. */
export interface FeedRules {
  types(config: YoutubeConfig): readonly string[];
  readonly userCreated: boolean;
  readonly retention: Retention;
  /** Whether documents of the type lack an ISRC of their own. */
  needsAssets(type: string): boolean;
  /** Which documents hold the same money in two ways. */
  alternative?(type: string): NonNullable<ListedReport['alternative']>;
}

type FoundReport = YoutubeReport & { readonly job: Job };

/** A week may begin before the window and end in it, a month too; what does not overlap is left out afterwards. */
function filterOf({ from, to }: Window): ReportFilter {
  const [earliest = from] = [`${from.slice(0, 7)}-01`, addDays(from, -6)].sort();
  const instant = (date: string) => new Date(dayStart(date, reportZone)).toISOString().replace('.000Z', 'Z');
  return {
    // A day more on both sides: windows by UTC begin before those by Pacific time.
    startTimeAtOrAfter: instant(addDays(earliest, -1)),
    startTimeBefore: instant(addDays(to, 2)),
  };
}

/** Weekly and monthly reports of one kind hold the same money in periods that do not nest. */
function refuseMixedWindows(types: readonly string[]): void {
  const weekly = types.find((type) => type.includes('_weekly_'));
  const monthly = types.find((type) => !type.includes('_weekly_'));
  if (weekly === undefined || monthly === undefined) return;
  throw new ConfigError(
    `${weekly} and ${monthly} hold the same money by week and by month; configure one of the two, or every amount counts twice.`,
  );
}

async function reportsOf(context: Context, jobs: readonly Job[], filter: ReportFilter): Promise<FoundReport[]> {
  const found: FoundReport[] = [];
  for (const job of jobs) {
    for (const report of await listReports(context, job, filter)) found.push({ ...report, job });
  }
  return found;
}

/** A listing at work on one feed: what its report types share. */
class FeedListing {
  readonly #context: Context;
  readonly #rules: FeedRules;
  readonly #window: Window;
  readonly #jobs: readonly Job[];
  #assets: Promise<AssetReport | undefined> | undefined;

  constructor(context: Context, rules: FeedRules, window: Window, jobs: readonly Job[]) {
    this.#context = context;
    this.#rules = rules;
    this.#window = window;
    this.#jobs = jobs;
  }

  /** The documents of one report type: winners, what they replaced, and what cannot be planned. */
  async type(type: string, remarksOf: (job: Job) => readonly Remark[]): Promise<readonly Listed[]> {
    const context = this.#context;
    const jobs = await jobsOf(context, type, this.#jobs, this.#rules);
    for (const { code, message } of jobs.flatMap(remarksOf)) context.log.warn('youtube.remark', { code, message });
    const windows = settleWindows(await reportsOf(context, jobs, filterOf(this.#window)));
    const listed: Listed[] = [];
    for (const { winner, superseded } of windows) {
      const item = await this.#winner(type, winner, remarksOf(winner.job));
      if (item === undefined) continue;
      listed.push(item);
      for (const { id, createTime } of superseded) {
        const reason = `replaced by report ${winner.id} of ${winner.createTime}`;
        listed.push({ kind: 'skip', object: `${type}/${id} of ${createTime}`, reason });
      }
    }
    return listed;
  }

  async #winner(type: string, report: FoundReport, remarks: readonly Remark[]): Promise<Listed | undefined> {
    const { config } = this.#context;
    let object = `${type}/${report.id}`;
    try {
      const period = periodOfWindow(report.startTime, report.endTime);
      const days = parsePeriod(period);
      if (days === undefined || !overlaps(days, this.#window)) return undefined;
      object = `${type}/${period}/${report.id}`;
      pinDownload(report.downloadUrl, config, object);
      const join = config.joinAssets && this.#rules.needsAssets(type);
      const assets = join ? await this.#latestAssets() : undefined;
      const kept = keptUntilMs(report, report.job, this.#rules.retention);
      const locator = { url: report.downloadUrl, keptUntilMs: kept, join, remarks };
      return {
        kind: 'report',
        period,
        scope: type,
        tag: `${report.createTime} ${report.id}`,
        locator: writeLocator(assets === undefined ? locator : { ...locator, assets }),
        object,
        ...(this.#rules.alternative === undefined ? {} : { alternative: this.#rules.alternative(type) }),
      };
    } catch (error) {
      if (!isProblem(error)) throw error;
      return { kind: 'problem', object, scope: type, error };
    }
  }

  /** Chosen at most once, and only when a report needs it. */
  #latestAssets(): Promise<AssetReport | undefined> {
    this.#assets ??= latestAssets(this.#context, this.#jobs);
    return this.#assets;
  }
}

/** What concerns one document only; the others go on. */
function isProblem(error: unknown): error is LedgerlineError {
  if (!isLedgerlineError(error)) return false;
  return error.code === 'WINDOW_UNEXPECTED' || error.details.reason === 'host-not-listed';
}

/** What concerns one report type only. */
function concernsType(error: unknown): error is LedgerlineError {
  return isLedgerlineError(error) && ['REPORT_NOT_READY', 'REPORT_GONE', 'CONFIG_INVALID'].includes(error.code);
}

/**
 * Lists the reports of a feed: jobs first (created where that is ours to do), then every page of every job, then the newest of each window.
 *
 * Order: by report type as configured, then by window. There is no cursor: what YouTube keeps of the window is listed whole each time, and the
 * revision tag (`createTime` and id) tells what is new. A job without reports lists nothing.
 */
export async function* listFeed(
  context: Context,
  window: Window,
  rules: FeedRules,
): AsyncGenerator<Listed, void, void> {
  const types = rules.types(context.config);
  refuseMixedWindows(types);
  const jobs = await listJobs(context);
  const known = new Map((await listReportTypes(context)).map((type) => [type.id, type]));
  const listing = new FeedListing(context, rules, window, jobs);
  for (const type of types) {
    try {
      yield* await listing.type(type, (job) => jobRemarks(job, known.get(type)));
    } catch (error) {
      if (!concernsType(error)) throw error;
      yield { kind: 'problem', object: type, scope: type, error };
    }
  }
}

/** Reads a listed report; remarks about its job, its type and its retention are made on the way. */
export function readFeed(context: Context, report: Report): RowSource {
  const { url, assets, join, keptUntilMs: kept, remarks } = readLocator(report.locator);
  const rows = csvRows(reportBody(context, report.object, url));
  const late = retentionRemarks(kept, context.clock.wall());
  return {
    ...withRemarks(rows, [...remarks, ...late]),
    lookups: { assets: assetLookup(context, join, assets) },
  };
}
