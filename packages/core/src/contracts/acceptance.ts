import type { JsonValue } from './json.ts';
import type { ReportKey, Verdict } from './report.ts';

/** One reason why something is not committed, as it was told to people. */
export interface Objection {
  readonly code: string;
  readonly message: string;
}

/**
 * The word of a person that something may pass although objections stand against it.
 *
 * Shape: `id` is a report id or the id of a finding. With `revision` (SHA-256 of the decoded document) it holds for exactly that document;
 * it covers the objections it names and no others. `at` is an ISO instant.
 */
export interface Acceptance {
  readonly subject: 'report' | 'finding';
  readonly id: string;
  readonly revision?: string;
  readonly objections: readonly Objection[];
  readonly who: string;
  readonly why: string;
  readonly at: string;
}

/** A report that a person must decide about, as the state store keeps it until it is committed or no longer listed. */
export interface HeldReport {
  readonly report: ReportKey;
  readonly pipeline: string;
  readonly object: string;
  readonly verdict: Verdict;
  /** SHA-256 (hex) of the decoded document; absent when it was not read to its end, and then it cannot be accepted. */
  readonly revision?: string;
  readonly objections: readonly Objection[];
  /** Rows that were rejected when it was read last: no dead letters, for nothing of it is in the lake. Absent in what older versions kept. */
  readonly rejected?: number;
  /** ISO instant at which this document was first held. */
  readonly since: string;
}

/** Acceptances in the state store, by {@link acceptanceKey}. */
export const acceptanceSpace = 'acceptances';
/** {@link HeldReport}s in the state store, by report id. */
export const heldSpace = 'held-reports';

/** One acceptance for each revision of a report, one for each finding. */
export function acceptanceKey({ subject, id, revision }: Pick<Acceptance, 'subject' | 'id' | 'revision'>): string {
  return `${subject}:${id}${revision === undefined ? '' : `@${revision}`}`;
}

/** An acceptance as the state store gave it; undefined for anything else. */
export function asAcceptance(value: JsonValue | undefined): Acceptance | undefined {
  const record = objectOf(value);
  return record && typeof record.id === 'string' && typeof record.why === 'string' && Array.isArray(record.objections)
    ? (record as JsonValue & Acceptance)
    : undefined;
}

/** A held report as the state store gave it; undefined for anything else. */
export function asHeldReport(value: JsonValue | undefined): HeldReport | undefined {
  const record = objectOf(value);
  const report = objectOf(record?.report);
  return record && report && typeof report.period === 'string' && Array.isArray(record.objections)
    ? (record as JsonValue & HeldReport)
    : undefined;
}

function objectOf(value: JsonValue | undefined): Readonly<Record<string, JsonValue | undefined>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, JsonValue | undefined>>)
    : undefined;
}
