import type { LedgerlineError } from '../errors/ledgerline-error.ts';
import type { JsonValue } from './json.ts';

/**
 * The identity of one document, the unit of planning, commit and audit.
 *
 * Shape: `period` is canonical text (`2026-03`, `2026-03-05` or `2026-03-02--2026-03-08`, ends inclusive);
 * `scope` tells apart reports of one account, feed and period (a country, a currency, a kind) and is `-` when there is only one.
 */
export interface ReportKey {
  readonly dsp: string;
  readonly account: string;
  readonly feed: string;
  readonly period: string;
  readonly scope: string;
}

/** A cell of the control totals, or several of them: what is absent means all. */
export interface TotalCell {
  readonly currency?: string;
  readonly territory?: string;
  readonly period?: string;
  readonly saleType?: string;
}

/**
 * What a source says its content adds up to.
 *
 * Units: `rows` and `units` are integers as text, `amounts` exact decimals as text by ISO 4217 code.
 */
export interface ClaimedTotals {
  /** Where the claim stands, for people: `footer Total_Amount, line 1200`. */
  readonly where: string;
  readonly rows?: string;
  readonly units?: string;
  readonly amounts?: Readonly<Record<string, string>>;
  /** The part of the document the claim is about; all of it when absent. The currency of `amounts` is their key. */
  readonly cell?: Omit<TotalCell, 'currency'>;
}

/** A report as a connector lists it. */
export interface ListedReport {
  readonly kind: 'report';
  readonly period: string;
  readonly scope?: string;
  /** Changes whenever the document may have changed (ETag, createTime, size and time); absent when the DSP tells nothing. */
  readonly tag?: string;
  /** What `read` needs to find the document again. */
  readonly locator: JsonValue;
  /** The name people know the document by: a file name, a path without query. */
  readonly object: string;
  /** Constants of this report for `fromReport(...)` columns, such as the country of a per-country file. */
  readonly facts?: Readonly<Record<string, string>>;
  /** What the listing claims about the content. */
  readonly expected?: ClaimedTotals;
  /**
   * Reports with the same `group` (within account, feed and period) are alternatives; those of different `layout` are never
   * both counted (a combined file and its split siblings): the second layout is held for a person.
   */
  readonly alternative?: { readonly group: string; readonly layout: string };
}

/** A document that is deliberately not read, recorded with its reason. */
export interface ListedSkip {
  readonly kind: 'skip';
  readonly object: string;
  readonly reason: string;
}

/** A document that cannot be planned; a person must look at it, the others go on. */
export interface ListedProblem {
  readonly kind: 'problem';
  readonly object: string;
  readonly period?: string;
  readonly scope?: string;
  readonly error: LedgerlineError;
}

export type Listed = ListedReport | ListedSkip | ListedProblem;

/** Where a document came from: the DSP's own delivery, or a file that a person brought in its place. */
export type Provenance = 'api' | 'file';

/** When files are taken in place of a DSP's own reports. */
export type FallbackReason = 'gave-up' | 'circuit-open' | 'gone' | 'past-due';

/** Why a file is taken in place of a report, and what the DSP's side had to say. */
export interface FallbackCause {
  readonly reason: FallbackReason;
  readonly code: string;
  readonly message: string;
}

/** A listed report with its full identity, as the pipeline hands it to `read`. */
export interface Report extends ReportKey, Omit<ListedReport, 'kind' | 'scope' | 'period'> {
  /** @default 'api' */
  readonly provenance?: Provenance;
  /** Why it is taken in place of the DSP's own. */
  readonly fallback?: FallbackCause;
}

/** The periods a run asks for, both ends inclusive ISO dates. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** What became of one report in one run; only `complete` and `empty` commit unasked. */
export type Verdict =
  | 'complete'
  | 'empty'
  | 'incomplete'
  | 'unproven'
  | 'not-ready'
  | 'deferred'
  | 'gone'
  | 'missing'
  | 'held'
  | 'failed';

/**
 * The report key as one path-like text, the form shown to people: `spotify/label-a/sales/2026-03/streaming-all`.
 *
 * @example
 * ```ts
 * const key = { dsp: 'spotify', account: 'my-label', feed: 'sales', period: '2026-03', scope: '-' };
 * assert.equal(reportId(key), 'spotify/my-label/sales/2026-03/-');
 * ```
 */
export function reportId(key: ReportKey): string {
  return `${key.dsp}/${key.account}/${key.feed}/${key.period}/${key.scope}`;
}
