import { PayloadError } from '@ledgerline/core';
import { sortableTimestamp } from './timestamp.ts';

/** A job of the API; absent fields are the norm. */
export interface Job {
  readonly id: string;
  readonly reportTypeId: string;
  readonly createTime?: string;
  readonly expireTime?: string;
  readonly systemManaged: boolean;
}

/** A report of the API. */
export interface YoutubeReport {
  readonly id: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly createTime: string;
  readonly downloadUrl: string;
}

/** A report type of the API, as far as it matters. */
export interface ReportType {
  readonly id: string;
  readonly deprecateTime?: string;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textOf(fields: Fields, name: string, what: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new PayloadError(
    `A ${what} of the listing has no ${name}; the DSP changed its format, the connector needs an update.`,
    { code: 'LISTING_UNEXPECTED', disposition: 'abort', details: { what, name } },
  );
}

function optionalTime(fields: Fields, name: string): Record<string, string> {
  const value = fields[name];
  return typeof value === 'string' && sortableTimestamp(value) !== undefined ? { [name]: value } : {};
}

/** Errors: PayloadError `LISTING_UNEXPECTED` without id or report type. */
export function readJob(value: unknown): Job {
  const fields = fieldsOf(value);
  return {
    id: textOf(fields, 'id', 'job'),
    reportTypeId: textOf(fields, 'reportTypeId', 'job'),
    ...optionalTime(fields, 'createTime'),
    ...optionalTime(fields, 'expireTime'),
    systemManaged: fields.systemManaged === true,
  };
}

/** Errors: PayloadError `LISTING_UNEXPECTED` when a field is missing, `createTime` does not order, or the report is another job's. */
export function readReport(value: unknown, job: Pick<Job, 'id'>): YoutubeReport {
  const fields = fieldsOf(value);
  if (typeof fields.jobId === 'string' && fields.jobId !== job.id) {
    throw new PayloadError(
      'The listing of a job holds a report of another job, so it is the answer to something else; nothing of it is taken for complete. Run again later.',
      { code: 'LISTING_UNEXPECTED', disposition: 'abort', details: { what: 'report', name: 'jobId' } },
    );
  }
  const createTime = textOf(fields, 'createTime', 'report');
  if (sortableTimestamp(createTime) === undefined) {
    throw new PayloadError(
      'A report of the listing has a createTime that is no UTC timestamp, so the newest version cannot be told; the connector needs an update.',
      { code: 'LISTING_UNEXPECTED', disposition: 'abort', details: { what: 'report', name: 'createTime' } },
    );
  }
  return {
    id: textOf(fields, 'id', 'report'),
    startTime: textOf(fields, 'startTime', 'report'),
    endTime: textOf(fields, 'endTime', 'report'),
    createTime,
    downloadUrl: textOf(fields, 'downloadUrl', 'report'),
  };
}

export function readReportType(value: unknown): ReportType {
  const fields = fieldsOf(value);
  return { id: textOf(fields, 'id', 'report type'), ...optionalTime(fields, 'deprecateTime') };
}
