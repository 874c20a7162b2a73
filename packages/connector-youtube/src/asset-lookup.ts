import { type LookupSource, NotReadyError } from '@ledgerline/core';
import { type Context, listReports, reportBody } from './client.ts';
import { csvRows, noRows, requireAssets } from './csv.ts';
import { pinDownload } from './pin-download.ts';
import { assetTake, isrcColumns } from './records.ts';
import type { Job } from './resources.ts';
import { periodOfWindow } from './timestamp.ts';
import { settleWindows } from './winners.ts';

/** An asset report, chosen once per listing, so that all reports of a run are joined to the same catalogue. */
export interface AssetReport {
  readonly object: string;
  readonly url: string;
}

/**
 * The asset report of the latest window there is, of the first configured type that has one.
 *
 * Errors: UpstreamError when its address is on a foreign host.
 */
export async function latestAssets(context: Context, jobs: readonly Job[]): Promise<AssetReport | undefined> {
  for (const type of context.config.assets.reportTypes) {
    const ofType = jobs.filter((job) => job.reportTypeId === type);
    const reports = await Promise.all(ofType.map((job) => listReports(context, job, {})));
    const latest = settleWindows(reports.flat()).at(-1)?.winner;
    if (latest === undefined) continue;
    const object = `${type}/${periodOfWindow(latest.startTime, latest.endTime)}/${latest.id}`;
    pinDownload(latest.downloadUrl, context.config, object);
    return { object, url: latest.downloadUrl };
  }
  return undefined;
}

const by = ['asset_id', 'Asset ID'];

/**
 * The lookup of a report: the asset report, or one in which nothing is found for documents that carry their ISRC.
 *
 * Errors: NotReadyError when the rows need it and there is none.
 */
export function assetLookup(context: Context, wanted: boolean, assets: AssetReport | undefined): LookupSource {
  const { contentOwner, assets: configured } = context.config;
  if (!wanted) return { key: 'assets/none', source: noRows('no asset report'), by, take: assetTake };
  if (assets === undefined) {
    throw new NotReadyError(
      `There is no asset report (${configured.reportTypes.join(', ')}) yet, so rows cannot be given their ISRC; a later run reads them. To take them without ISRC, set joinAssets: false.`,
    );
  }
  const source = csvRows(reportBody(context, assets.object, assets.url));
  return {
    key: `assets/${contentOwner}/${assets.object}`,
    source: requireAssets(source, isrcColumns),
    by,
    take: assetTake,
  };
}
