import type { JsonObject } from '../contracts/json.ts';

/** How fresh one feed of one account is, and what it owes. Units: counts of periods; ms. */
export interface FeedFigures {
  readonly pipeline: string;
  readonly dsp: string;
  readonly account: string;
  readonly feed: string;
  /** The last period that is committed; null when none is. */
  readonly newestPeriod: string | null;
  /** Since the newest commit of the feed; null when there is none. */
  readonly freshnessMs: number | null;
  readonly present: number;
  readonly held: number;
  /** Past their due date, within their grace or with a date that is only assumed. */
  readonly late: number;
  /** Past a promised date and its grace: the service level is broken. */
  readonly missing: number;
  /** How long the oldest late or missing period has been due; 0 when none is. */
  readonly overdueMs: number;
}

/** The feeds of a `feeds.judged` record. */
export function feedFigures(record: JsonObject): readonly FeedFigures[] {
  const { feeds } = record as { readonly feeds: readonly (JsonObject & FeedFigures)[] };
  return feeds;
}
