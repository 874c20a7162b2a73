import type { JsonValue } from './json.ts';
import type { ItemField } from './line-item.ts';
import type { Provenance, ReportKey } from './report.ts';

/** What becomes of two sources that differ about one report. */
export type SourcesPolicy = 'hold' | 'api-wins' | 'file-wins';

/** Rows with their sums. Units: `units` integer and `amounts` exact decimals by currency, as text. */
export interface RowSums {
  readonly rows: number;
  readonly units: string;
  readonly amounts: Readonly<Record<string, string>>;
}

/** One of the two deliveries that were compared: its accepted rows. */
export interface ComparedSide extends RowSums {
  /** SHA-256 (hex) of the decoded document. */
  readonly revision: string;
  readonly object: string;
  readonly rejected: number;
}

/**
 * Two deliveries of one report, compared row by row.
 *
 * Shape: `equal` when every row has its like; `regrouped` when units and money agree for every combination of `comparedBy` but are told in
 * other rows; else `different`. A field that one of the two never fills is not compared. Titles and artists never are.
 */
export interface Equivalence {
  readonly verdict: 'equal' | 'regrouped' | 'different';
  readonly comparedBy: readonly ItemField[];
  readonly file: ComparedSide;
  readonly api: ComparedSide;
  readonly onlyFile: RowSums;
  readonly onlyApi: RowSums;
  /** Combinations that both have with other units or money; `units` and `amounts` are the file's less the API's. */
  readonly different: RowSums;
}

/** A side of a difference. Shape: `line` is that of the first row. */
export interface DifferingRows {
  readonly line: number;
  readonly rows: number;
  readonly units: string;
  readonly amount?: string;
}

/** One combination of fields about which the two disagree. */
export interface RowDifference {
  readonly kind: 'only-file' | 'only-api' | 'different';
  readonly key: Readonly<Partial<Record<ItemField, string>>>;
  readonly file?: DifferingRows;
  readonly api?: DifferingRows;
  /** The file's less the API's, where both have it. */
  readonly units?: string;
  readonly amount?: string;
}

/** The last comparison of a report, as the state store keeps it. */
export interface ComparedReport {
  readonly report: ReportKey;
  readonly run: string;
  /** ISO instant. */
  readonly at: string;
  /** Absent when only the ledger knows of it. */
  readonly policy?: SourcesPolicy;
  /** Whose rows are in force after it; `held` when what was in force stays until a person decides. */
  readonly stands: Provenance | 'held';
  readonly equivalence: Equivalence;
  /** The first differences. */
  readonly first: readonly RowDifference[];
  /** Absolute path of all of them, one JSON object a line; absent when there are none. */
  readonly differences?: string;
}

/** {@link ComparedReport}s in the state store, by report id. */
export const equivalenceSpace = 'equivalences';

/** A comparison as the state store gave it; undefined for anything else. */
export function asComparedReport(value: JsonValue | undefined): ComparedReport | undefined {
  if (typeof value !== 'object' || value === null || !('equivalence' in value) || !('first' in value)) return undefined;
  return value as JsonValue & ComparedReport;
}
