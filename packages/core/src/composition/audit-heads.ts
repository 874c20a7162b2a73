import type { AuditEnd } from '../contracts/audit.ts';
import type { JsonValue } from '../contracts/json.ts';

/** Where the audit log of a run stood when the run closed it. */
export interface NotedHead extends AuditEnd {
  readonly run: string;
}

/** {@link NotedHead}s in the state store, by run. */
export const auditHeadSpace = 'audit-heads';
/** The {@link NotedHead} of the run that closed last, under one key of the same name. */
export const lastAuditSpace = 'audit-last';

/** A noted head as the state store gave it; undefined for anything else. */
export function notedHead(value: JsonValue | undefined): NotedHead | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { run, records, head } = value as { readonly [key: string]: JsonValue | undefined };
  return typeof run === 'string' && typeof records === 'number' && typeof head === 'string'
    ? { run, records, head }
    : undefined;
}
