import { gzipSync } from 'node:zlib';
import { fileAnswer } from '@ledgerline/fakes';
import { HttpResponse } from 'msw';
import { apiError } from './answers.ts';
import type { FakeParts } from './fake-state.ts';
import type { Fault } from './faults.ts';
import { reportTypes } from './report-catalogue.ts';
import { type FakeJob, type FakeReport, timestamp } from './timeline.ts';

interface Call {
  readonly parts: FakeParts;
  readonly request: Request;
  readonly url: URL;
  readonly owner: string | null;
  readonly faults: readonly Fault[];
}

const notFound = (): Response => apiError(404, 'Requested entity was not found.');

/** One page of a listing; an empty one is `{}`, the last one has no token. */
function pageOf(name: string, items: readonly object[], { parts, url }: Call): Response {
  const asked = Number(url.searchParams.get('pageSize') ?? parts.state.pageSize);
  const size = Math.max(1, Math.min(asked || parts.state.pageSize, parts.state.pageSize));
  const token = url.searchParams.get('pageToken');
  const from = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(from) || from < 0) return apiError(400, 'Invalid page token.');
  const page = items.slice(from, from + size);
  const more = from + size < items.length;
  return HttpResponse.json({
    ...(page.length === 0 ? {} : { [name]: page }),
    ...(more ? { nextPageToken: Buffer.from(String(from + size)).toString('base64url') } : {}),
  });
}

function jobResource(job: FakeJob): object {
  return {
    id: job.id,
    name: job.name,
    reportTypeId: job.type.id,
    createTime: timestamp(job.createdMs),
    ...(job.expiresMs === undefined ? {} : { expireTime: timestamp(job.expiresMs) }),
    ...(job.type.systemManaged ? { systemManaged: true } : {}),
  };
}

function reportResource(report: FakeReport, { parts, faults }: Call): object {
  const { job, window } = report;
  const foreign = faults.find((fault) => fault.kind === 'foreign-url');
  const path = `/v1/media/CONTENT_OWNER/${job.owner}/jobs/${job.id}/reports/${report.id}?alt=media`;
  return {
    id: report.id,
    jobId: job.id,
    startTime: timestamp(window.startMs),
    endTime: timestamp(window.endMs),
    createTime: timestamp(report.createdMs, report.micros),
    ...(job.expiresMs === undefined ? {} : { jobExpireTime: timestamp(job.expiresMs) }),
    downloadUrl: `${foreign?.origin ?? parts.state.origin}${path}`,
  };
}

function listTypes(call: Call): Response {
  const all = call.url.searchParams.get('includeSystemManaged') === 'true';
  const listed = reportTypes.filter(({ systemManaged }) => all || !systemManaged);
  const resources = listed.map(({ id, name, systemManaged }) => {
    const ends = call.parts.state.deprecated.get(id);
    return {
      id,
      name,
      ...(ends === undefined ? {} : { deprecateTime: timestamp(ends) }),
      ...(systemManaged ? { systemManaged } : {}),
    };
  });
  return pageOf('reportTypes', resources, call);
}

function visibleJobs({ parts, owner }: Call): readonly FakeJob[] {
  const { nowMs } = parts.state;
  return parts.jobs.filter((job) => job.owner === owner && nowMs < (job.expiresMs ?? Number.POSITIVE_INFINITY));
}

async function createJob(call: Call): Promise<Response> {
  const { parts, request, owner } = call;
  const body: { reportTypeId?: unknown; name?: unknown } = await request.json().then(
    (value) => Object(value),
    () => ({}),
  );
  const type = reportTypes.find(({ id }) => id === body.reportTypeId);
  const ends = parts.state.deprecated.get(type?.id ?? '');
  const deprecated = ends !== undefined && ends <= parts.state.nowMs;
  if (typeof body.name !== 'string' || body.name === '' || owner === null) return apiError(400, 'Invalid job.');
  if (type === undefined || deprecated) return apiError(400, 'Invalid report type.');
  if (type.systemManaged) return apiError(403, 'System managed jobs cannot be created.');
  if (visibleJobs(call).some((job) => job.type.id === type.id)) return apiError(409, 'Requested entity already exists');
  const id = `00000000-0000-4000-8000-${String(parts.jobs.length + 1).padStart(12, '0')}`;
  const job: FakeJob = { id, name: body.name, type, owner, createdMs: parts.state.nowMs, expiresMs: undefined };
  parts.jobs.push(job);
  return HttpResponse.json(jobResource(job));
}

function listReports(job: FakeJob, call: Call): Response {
  const { searchParams } = call.url;
  const at = (name: string): number | undefined => {
    const text = searchParams.get(name);
    return text === null ? undefined : Date.parse(text);
  };
  const [after, from, before] = [at('createdAfter'), at('startTimeAtOrAfter'), at('startTimeBefore')];
  if ([after, from, before].some((ms) => Number.isNaN(ms))) return apiError(400, 'Invalid value (Timestamp).');
  const reports = call.parts.reportsOf(job).filter(({ createdMs, window: { startMs } }) => {
    return !(createdMs <= (after ?? 0)) && startMs >= (from ?? 0) && startMs < (before ?? Number.POSITIVE_INFINITY);
  });
  return pageOf(
    'reports',
    reports.map((report) => reportResource(report, call)),
    call,
  );
}

async function jobCall(segments: readonly string[], call: Call): Promise<Response> {
  const [id, sub, reportId] = segments;
  const { parts, request } = call;
  if (id === undefined && request.method === 'POST') return createJob(call);
  if (id === undefined) {
    const all = call.url.searchParams.get('includeSystemManaged') === 'true';
    return pageOf(
      'jobs',
      visibleJobs(call)
        .filter(({ type }) => all || !type.systemManaged)
        .map(jobResource),
      call,
    );
  }
  const job = visibleJobs(call).find((candidate) => candidate.id === id);
  if (job === undefined) return notFound();
  if (sub === undefined && request.method === 'DELETE') {
    if (job.type.systemManaged) return apiError(403, 'System managed jobs cannot be deleted.');
    parts.jobs.splice(parts.jobs.indexOf(job), 1);
    return HttpResponse.json({});
  }
  if (sub === undefined) return HttpResponse.json(jobResource(job));
  if (reportId === undefined) return listReports(job, call);
  const report = parts.reportsOf(job).find((candidate) => candidate.id === reportId);
  return report === undefined ? notFound() : HttpResponse.json(reportResource(report, call));
}

/** `/v1/jobs` and `/v1/reportTypes`; unknown headers and parameters are not looked at. Source: public discovery document. */
export async function answerApi(
  parts: FakeParts,
  request: Request,
  url: URL,
  faults: readonly Fault[],
): Promise<Response> {
  const [, version, resource, ...segments] = url.pathname.split('/');
  const call = { parts, request, url, faults, owner: url.searchParams.get('onBehalfOfContentOwner') };
  if (version !== 'v1') return notFound();
  if (resource === 'reportTypes') return listTypes(call);
  return resource === 'jobs' ? jobCall(segments, call) : notFound();
}

/** `/v1/media/CONTENT_OWNER/…`; a range, valid or not, is answered with the whole. Source: captured requests of official clients. */
export function answerMedia(parts: FakeParts, url: URL, faults: readonly Fault[]): Response {
  const [, , , , owner, , jobId, , reportId] = url.pathname.split('/');
  const job = parts.jobs.find((candidate) => candidate.id === jobId && candidate.owner === owner);
  const report = job === undefined ? undefined : parts.reportsOf(job).find(({ id }) => id === reportId);
  if (report === undefined || parts.state.purged.has(report.id)) return notFound();
  const { bytes } = parts.fileOf(report);
  const { packing } = parts.state;
  const headers = { 'content-type': 'text/csv', ...(packing === 'encoded' ? { 'content-encoding': 'gzip' } : {}) };
  const isEmpty = faults.some(({ kind }) => kind === 'empty-body');
  return fileAnswer(isEmpty ? new Uint8Array(0) : packing === 'plain' ? bytes : gzipSync(bytes), faults, { headers });
}
