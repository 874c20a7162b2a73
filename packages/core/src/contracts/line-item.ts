import { type Report, reportId } from './report.ts';

/**
 * The normalised royalty row.
 *
 * Shape: one per row of the source. Usage-only feeds carry no `amount` and no `currency`.
 * Units: `units` is an integer and `amount` an exact decimal, both as text with the digits the DSP sent.
 * `period` is `YYYY-MM`, a day, or a day range `YYYY-MM-DD--YYYY-MM-DD`.
 */
export interface RoyaltyLineItem {
  readonly dsp: string;
  readonly account: string;
  readonly feed: string;
  readonly isrc?: string;
  readonly upc?: string;
  readonly dspTrackId?: string;
  readonly title?: string;
  readonly artist?: string;
  /** ISO 3166-1 alpha-2, or `ZZ` when the source names none; the text received is then in `territoryRaw`. */
  readonly territory: string;
  readonly territoryRaw?: string;
  readonly period: string;
  readonly saleType: string;
  readonly tier?: string;
  readonly units: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly amountUsd?: string;
  readonly source: LineSource;
}

/** Where a line item stands in its report; the revision is in the manifest that lists the file. */
export interface LineSource {
  readonly report: string;
  /** 1-based line of the decoded document. */
  readonly line: number;
  /** Only on rows of files that people brought; rows that the DSP delivered do not have it. */
  readonly provenance?: 'file';
}

/**
 * The source of a row of a report, as its line item says it.
 *
 * @example
 * ```ts
 * const key = { dsp: 'tonspur', account: 'my-label', feed: 'sales', period: '2026-03', scope: '-' };
 * const report = { ...key, object: 'march.csv', locator: null };
 * assert.deepEqual(lineSource(report, 2), { report: 'tonspur/my-label/sales/2026-03/-', line: 2 });
 * ```
 */
export function lineSource(report: Report, line: number): LineSource {
  const source = { report: reportId(report), line };
  return report.provenance === 'file' ? { ...source, provenance: 'file' } : source;
}

/** The fields a row is mapped to, in the order they are written. */
export const itemFields = [
  'isrc',
  'upc',
  'dspTrackId',
  'title',
  'artist',
  'territory',
  'territoryRaw',
  'period',
  'saleType',
  'tier',
  'units',
  'amount',
  'currency',
  'amountUsd',
] as const;

export type ItemField = (typeof itemFields)[number];
