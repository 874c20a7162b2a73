/** What text of a charset is turned into UTF-8 from. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'latin1';

/** How the cells of a file are found; plain data, since it travels in locators. */
export interface Dialect {
  readonly format: 'delimited' | 'ndjson' | 'dsr';
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly quote: boolean;
  /** 1-based. */
  readonly headerLine: number;
}

/** How numbers and dates of a file are written. */
export interface Marks {
  readonly decimal: '.' | ',';
  readonly thousands: string;
  /** A pattern as for the `date` transform; empty when the column is unambiguous as it is, or absent. */
  readonly dates: string;
}

/** Everything that was found out about a file, over all of its bytes and rows. */
export interface Examined {
  /** The name people know it by: its path in the drop. */
  readonly object: string;
  /** SHA-256 (hex) of the unpacked bytes: who a file is. */
  readonly sha256: string;
  /** Units: unpacked bytes, records. */
  readonly bytes: number;
  readonly rows: number;
  readonly preset: string;
  /** Documents of the archive, when it is one. */
  readonly members: readonly string[];
  readonly packed: 'plain' | 'gzip' | 'zip';
  readonly byteOrderMark: boolean;
  readonly dialect: Dialect;
  readonly marks: Marks;
  readonly header: readonly string[];
  /** Cells of the lines before the header. */
  readonly preamble: readonly (readonly string[])[];
  /** Months that rows are about, each with the first line that says so. Order: by month. */
  readonly months: readonly (readonly [month: string, line: number])[];
  /** The first and the last day that rows name, when they name days. */
  readonly days?: readonly [first: string, last: string];
  /** Up to three different values by watched header. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly currencies: readonly string[];
  /** What a person should know before saying yes. */
  readonly notes: readonly string[];
}
