import type { Decoder, RowBatch, SourceEnd } from '@ledgerline/core';
import { readColumns } from './columns.ts';
import { checkOptions, type DsrOptions } from './dsr-options.ts';
import type { RecordKind } from './layouts/layout.ts';
import { linesOf } from './lines-of.ts';
import { reportEnd } from './report-end.ts';
import { type DocumentRequest, RowReading } from './row-reading.ts';

export interface DsrDecoderOptions extends DsrOptions {
  /**
   * The records that become rows: `sales` the usage rows (`SU`, `SR`), `claims` the licensor rows of the UGC profile (`LI01`), `summaries` the
   * summary rows, which alone carry money in the Basic Audio Profile. @default 'sales'
   */
  readonly rows?: 'sales' | 'claims' | 'summaries';
  /** Cells wanted besides {@link dsrColumns}, by role: `Summary.OfferType`, `Sale.PriceType`, `Head.MessageId`. */
  readonly cells?: readonly string[];
}

const kindOfRows: Readonly<Record<NonNullable<DsrDecoderOptions['rows']>, RecordKind>> = {
  sales: 'sale',
  claims: 'claim',
  summaries: 'summary',
};

/**
 * Decodes a DSR message to rows: every sale (or claim, or summary row) joined with its summary row, release, recording and work.
 *
 * Shape: the header is {@link dsrColumns} and the cells asked for. A stream may hold all files of a message one after the other.
 * Claims: `rows` from the footers' line counts; `amounts` of the financial profile from its summary rows, where they hold to the last digit.
 * Evidence: `framing`, which fails for every reason not to use the message. Errors: as `readDsr`, and `RESUME_MISMATCH`.
 */
export function dsr(options: DsrDecoderOptions = {}): Decoder {
  const checked = checkOptions(options);
  const columns = readColumns(options.cells ?? []);
  const kind = kindOfRows[options.rows ?? 'sales'];
  if (kind === undefined) throw new TypeError(`rows are sales, claims or summaries, not ${options.rows}`);
  return Object.freeze({
    name: 'ddex-dsr',
    rows: (bytes, request) => decodeRows(bytes, request, new RowReading(checked, columns, kind, request)),
  } satisfies Decoder);
}

async function* decodeRows(
  bytes: AsyncIterable<Uint8Array>,
  { signal, observer, object }: DocumentRequest,
  reading: RowReading,
): AsyncGenerator<RowBatch, SourceEnd, void> {
  yield* linesOf(bytes, reading.scanner, signal, (line) => reading.take(line));
  const rest = reading.rest();
  if (rest !== undefined) yield rest;
  const { reader, records, scanner } = reading;
  reader.endObject();
  const summary = reader.finish();
  const amounts = reading.kind === 'sale' && summary.head?.profile.family === 'financial';
  reportEnd(summary, { object, records, amounts, claimedLines: reader.claimedLines() }, observer);
  const cursor = reading.cursor();
  return { cursor, decodedBytes: scanner.offset, digest: cursor.digest, hasContent: summary.head !== undefined };
}
