import type { RowSource } from '@ledgerline/core';
import type { Job, ReportType, YoutubeReport } from './resources.ts';
import { instantMs } from './timestamp.ts';

/** Something people should know before data is lost. */
export interface Remark {
  readonly code: string;
  readonly message: string;
}

const dayMs = 86_400_000;

/** Days of a report that remain when it is read before a remark is made. Source: our choice, a week is enough to act in. */
const retentionMarginDays = 7;

/** What kind of a job a report comes from decides how long it is kept. */
export type Retention = 'financial' | 'daily';

/**
 * Until when YouTube keeps a report. Units: epoch ms.
 *
 * Source: Reporting API documentation: 60 days from generation, 30 for the historical reports of a new job; financial reports two months,
 * of which the shortest are 59 days.
 */
export function keptUntilMs(report: YoutubeReport, job: Job, retention: Retention): number {
  const historical = instantMs(report.endTime) <= instantMs(job.createTime);
  const days = retention === 'financial' ? 59 : historical ? 30 : 60;
  return instantMs(report.createTime) + days * dayMs;
}

/** What is about to end: the job, the report type. */
export function jobRemarks(job: Job, type: ReportType | undefined): readonly Remark[] {
  const remarks: Remark[] = [];
  if (job.expireTime !== undefined) {
    const message = `The job for ${job.reportTypeId} expires at ${job.expireTime}; afterwards nothing is generated. Read its reports and look whether the type was replaced.`;
    remarks.push({ code: 'JOB_EXPIRES', message });
  }
  if (type?.deprecateTime !== undefined) {
    const message = `The report type ${type.id} is deprecated and generated until ${type.deprecateTime}; configure its successor before.`;
    remarks.push({ code: 'TYPE_DEPRECATED', message });
  }
  return remarks;
}

/** A report that was read shortly before, or at, the end of its retention: the next one may be lost. */
export function retentionRemarks(keptUntil: number, nowMs: number): readonly Remark[] {
  if (!(keptUntil - nowMs < retentionMarginDays * dayMs)) return [];
  const message = `Reports were read less than ${retentionMarginDays} days before the end of their retention; run more often, or what is older is lost for good.`;
  return [{ code: 'RETENTION_NEAR', message }];
}

/** The same rows, with remarks that are made when reading begins. */
export function withRemarks(source: RowSource, remarks: readonly Remark[]): RowSource {
  if (remarks.length === 0) return source;
  return {
    ...source,
    open(request) {
      for (const { code, message } of remarks) request.observer.finding(code, message);
      return source.open(request);
    },
  };
}
