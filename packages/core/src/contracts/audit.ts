import type { JsonObject } from './json.ts';

/** Where an audit log stands. */
export interface AuditEnd {
  /** How many records there are. */
  readonly records: number;
  /** SHA-256 (hex) of the last record's line; 64 zeros before the first. */
  readonly head: string;
}

/**
 * The run's append-only record of decisions, rejections, totals and commits.
 *
 * `append` is synchronous and never throws; `flush` makes everything before it durable.
 */
export interface Audit {
  append(kind: string, record: JsonObject): void;
  flush(): Promise<void>;
  /** After the last `append`. */
  readonly end: AuditEnd;
}

/** One record as it stands in the log. Units: `t` epoch ms. */
export interface AuditRecord {
  /** 0 for the first of a log. */
  readonly seq: number;
  readonly kind: string;
  readonly t: number;
  readonly record: JsonObject;
}
