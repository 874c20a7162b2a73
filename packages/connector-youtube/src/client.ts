import {
  type Body,
  type ConnectorContext,
  cursor,
  type HttpRequest,
  type NextPage,
  PayloadError,
  paginate,
} from '@ledgerline/core';
import type { YoutubeConfig } from './config.ts';
import { type Job, type ReportType, readJob, readReport, readReportType, type YoutubeReport } from './resources.ts';

export type Context = ConnectorContext<YoutubeConfig>;

/** Which reports of a job are asked for, by the days they are about; RFC 3339 instants. */
export interface ReportFilter {
  readonly startTimeAtOrAfter?: string;
  readonly startTimeBefore?: string;
}

const byToken = cursor({ token: 'nextPageToken', param: 'pageToken' });

/** An empty listing leaves its array out; a page with another array instead is the answer to something else, and proves nothing. */
function nextPage(items: string): NextPage {
  return (page) => {
    const { body } = page;
    const lists = typeof body === 'object' && body !== null ? Object.entries(body) : [];
    const other = lists.find(([name, value]) => name !== items && Array.isArray(value))?.[0];
    if (other === undefined) return byToken(page);
    throw new PayloadError(
      `YouTube answered the listing of ${items} with one of ${other.slice(0, 40)}; nothing of it is taken for complete. Run again later.`,
      { code: 'LISTING_UNEXPECTED', disposition: 'abort', details: { items } },
    );
  };
}

function listed<Item>(
  { http }: Context,
  first: HttpRequest,
  items: string,
  item: (value: unknown) => Item,
): Promise<readonly Item[]> {
  return Array.fromAsync(paginate(http, { ...first, items, item, next: nextPage(items) }));
}

/** Every call of the API says for whom: a job made on behalf of an owner cannot be seen without it. */
function asked({ config }: Context, op: string, path: string, query: HttpRequest['query'] = {}): HttpRequest {
  return {
    op,
    path,
    query: { onBehalfOfContentOwner: config.contentOwner, ...query },
    scope: [config.contentOwner],
    headers: { accept: 'application/json' },
  };
}

/** All jobs of the owner, system-managed ones included. */
export async function listJobs(context: Context): Promise<readonly Job[]> {
  const first = asked(context, 'list-jobs', '/v1/jobs', { includeSystemManaged: 'true' });
  return listed(context, first, 'jobs', readJob);
}

/** All report types there are for the owner, deprecated ones with the end of their generation. */
export async function listReportTypes(context: Context): Promise<readonly ReportType[]> {
  const first = asked(context, 'list-report-types', '/v1/reportTypes', { includeSystemManaged: 'true' });
  return listed(context, first, 'reportTypes', readReportType);
}

/**
 * Creates the job of a user-created report type; undefined when there is one already.
 *
 * Errors: as the API refuses it: 400 for a type that is unknown or deprecated, 403 for a system-managed one.
 */
export async function createJob(context: Context, reportTypeId: string): Promise<Job | undefined> {
  const reply = await context.http.request({
    ...asked(context, 'create-job', '/v1/jobs'),
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ reportTypeId, name: `ledgerline ${reportTypeId}`.slice(0, 100) }),
    accept: [409],
  });
  return reply.status === 409 ? undefined : readJob(reply.json());
}

/** Every report of a job, all pages; in any order. */
export async function listReports(context: Context, job: Job, filter: ReportFilter): Promise<readonly YoutubeReport[]> {
  const first = asked(context, 'list-reports', `/v1/jobs/${encodeURIComponent(job.id)}/reports`, { ...filter });
  return listed(context, first, 'reports', (report) => readReport(report, job));
}

/** A report as a document. The token goes along only to the API's own origin and to the configured download hosts. */
export function reportBody({ http, config }: Context, object: string, downloadUrl: string): Body {
  return http.download(object, { op: 'download', url: downloadUrl, auth: true, scope: [config.contentOwner] });
}
