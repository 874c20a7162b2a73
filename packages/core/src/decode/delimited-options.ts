import type { ClaimedTotals } from '../contracts/report.ts';
import type { ReadObserver } from '../contracts/source.ts';

/** Records that are no data; everything else that cannot be read is rejected, never skipped. */
export interface SkipRules {
  /** Records whose text begins with this are counted as `comment`. */
  readonly comment?: string;
  /** Records in which all of these columns (those that are there) are empty are counted as `empty`. */
  readonly whenEmpty?: readonly string[];
}

export interface DelimitedOptions {
  /** One ASCII character: `,`, `;`, `|` or a tab. */
  readonly delimiter: string;
  /** The quote character, or null where quotes are plain characters. @default '"' */
  readonly quote?: '"' | null;
  /** The 1-based line of the header; the lines before it are the preamble. @default 1 */
  readonly headerLine?: number;
  /** Sees the cells of the lines before the header, once; may throw a PayloadError. */
  readonly preamble?: (lines: readonly (readonly string[])[], observer: ReadObserver) => void;
  /**
   * Tells footer records from data: claims, `skip`, or undefined for data. Asked about records that have another number of cells than the
   * header, records whose first cell begins with one of `footerMarks`, and every record after the first footer.
   */
  readonly footer?: (cells: readonly string[]) => ClaimedTotals | 'skip' | undefined;
  /** Beginnings of the first cell of footers that are as wide as the header. */
  readonly footerMarks?: readonly string[];
  readonly skip?: SkipRules;
  /** A longer record is an error, so that memory stays flat. @default 1 MiB */
  readonly maxRecordBytes?: number;
}
