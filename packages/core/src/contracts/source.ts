import type { RowBatch, RowCursor } from './batch.ts';
import type { ClaimedTotals } from './report.ts';
import type { Severity } from './validator.ts';

/** A piece of evidence that bytes arrived whole (or a remark about how they arrived). */
export interface Evidence {
  /** `length`, `framing`, `gzip-trailer`, `zip-directory`, `digest`, `file-size` … */
  readonly kind: string;
  readonly holds: boolean;
  readonly detail: string;
}

/** What a reading run reports about itself besides rows. */
export interface ReadObserver {
  evidence(item: Evidence): void;
  claim(totals: ClaimedTotals): void;
  /**
   * Something noticed in the document that changes no row: an unknown column, a remark of the format.
   *
   * Severity `error` stops the commit: the report is held for a person. @default 'warning'
   */
  finding(code: string, message: string, severity?: Severity): void;
}

export interface OpenBody {
  readonly signal: AbortSignal;
  readonly observer: ReadObserver;
}

/**
 * The bytes of one document, as they came over the wire.
 *
 * Called once per reading by the pipeline; two readings of one body never overlap. Breaking off early must release everything.
 */
export interface Body {
  /** The name people know the document by; never a signed URL. */
  readonly object: string;
  open(request: OpenBody): AsyncIterable<Uint8Array>;
}

/** A step between wire bytes and decoded bytes: gunzip, transcode, unzip. */
export type ByteStage = (
  bytes: AsyncIterable<Uint8Array>,
  context: OpenBody & { readonly object: string },
) => AsyncIterable<Uint8Array>;

/** Columns the reader will ask batches for; returned when it has seen the header that is really there. */
export type BindHeader = (header: readonly string[]) => readonly string[];

export interface OpenRows extends OpenBody {
  readonly batchRows: number;
  readonly bind: BindHeader;
  /** Continue after this cursor; a mismatch of its digest throws a PayloadError with code `RESUME_MISMATCH`. */
  readonly resume?: RowCursor;
}

/** What is known once a document was read to its end. */
export interface SourceEnd {
  readonly cursor: RowCursor;
  /** Decoded bytes in all; 0 is an empty document. */
  readonly decodedBytes: number;
  /** SHA-256 (hex) of the decoded bytes: the revision of the report. */
  readonly digest: string;
  /** Whether a header (or a first record) was found at all. */
  readonly hasContent: boolean;
}

/** A document decoded to rows; what `read` returns. */
export interface RowSource {
  readonly object: string;
  /** Other documents this one is joined to, by the name that `joined(...)` uses. */
  readonly lookups?: Readonly<Record<string, LookupSource>>;
  open(request: OpenRows): AsyncGenerator<RowBatch, SourceEnd, void>;
}

/** A document read into a disk-backed table before the rows that need it. */
export interface LookupSource {
  /** Lookups with the same key within a run are read once: `tracks/licensor/2026-03-05`. */
  readonly key: string;
  readonly source: RowSource;
  /** The column that is looked up by. */
  readonly by: readonly string[];
  /** The columns kept, by the names that `joined(...)` takes. */
  readonly take: Readonly<Record<string, readonly string[]>>;
}

/** Decodes bytes to batches; made by `delimited(...)` or `ndjson(...)`. */
export interface Decoder {
  readonly name: string;
  rows(
    bytes: AsyncIterable<Uint8Array>,
    request: OpenRows & { readonly object: string },
  ): AsyncGenerator<RowBatch, SourceEnd, void>;
}
