import type { JsonObject } from './json.ts';

/**
 * The run's append-only record of decisions, rejections, totals and commits.
 *
 * `append` is synchronous and never throws; `flush` makes everything before it durable.
 */
export interface Audit {
  append(kind: string, record: JsonObject): void;
  flush(): Promise<void>;
}
