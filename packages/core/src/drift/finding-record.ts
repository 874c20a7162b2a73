import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { StateWrite } from '../contracts/state.ts';
import type { DriftFinding } from './finding.ts';
import { findingSpace } from './series.ts';

/** What the state store knows of a report's findings: those of the revision in force, and those of the last reading, committed or not. */
export interface FindingRecord {
  readonly report: string;
  readonly committed?: readonly DriftFinding[];
  readonly pending?: readonly DriftFinding[];
}

export function recordOf(value: JsonValue | undefined): FindingRecord | undefined {
  const isRecord = typeof value === 'object' && value !== null && 'report' in value;
  return isRecord ? (value as JsonObject & FindingRecord) : undefined;
}

/** The change that keeps a record, or lets go of one that says nothing. */
export function stored(key: string, { report, committed = [], pending = [] }: FindingRecord): StateWrite {
  const isEmpty = committed.length === 0 && pending.length === 0;
  const record: FindingRecord = {
    report,
    ...(committed.length > 0 ? { committed } : {}),
    ...(pending.length > 0 ? { pending } : {}),
  };
  return { space: findingSpace, key, value: isEmpty ? undefined : (record as FindingRecord & JsonObject) };
}
