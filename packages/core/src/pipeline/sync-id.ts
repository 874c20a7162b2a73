import { createHash } from 'node:crypto';
import type { ReportKey } from '../contracts/report.ts';
import { reportId } from '../contracts/report.ts';

/** A short stable name of one report revision's way through the pipeline; the same in every run. */
export function syncId(report: ReportKey & { readonly tag?: string }): string {
  return createHash('sha256')
    .update(`${reportId(report)}\n${report.tag ?? ''}`)
    .digest('hex')
    .slice(0, 12);
}

/** SHA-256 (hex) of anything JSON can say; used to notice that staged bytes were made by another mapping or setting. */
export function fingerprint(parts: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts, (_key, value) => (typeof value === 'function' ? String(value) : value)))
    .digest('hex');
}
