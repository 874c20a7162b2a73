import { gunzip, type ReadObserver } from '@ledgerline/core';
import { checkOptions, type DsrOptions } from './dsr-options.ts';
import { LineScanner, type SourceLine } from './line-scanner.ts';
import { linesOf } from './lines-of.ts';
import { MessageReader } from './message-reader.ts';
import type { DsrReject } from './read-record.ts';
import { DsrRecord } from './record.ts';
import type { DsrSummary } from './summary.ts';

/** Some thousand records in document order, and those that could not be used. */
export interface DsrBatch {
  readonly object: string;
  readonly records: readonly DsrRecord[];
  readonly rejects: readonly DsrReject[];
}

/** One file of a message, plain or gzip. */
export interface DsrFile {
  /** The name people know it by; a name by the DSR rules is compared with HEAD. */
  readonly object: string;
  open(): AsyncIterable<Uint8Array>;
}

export interface ReadDsrOptions extends DsrOptions {
  /** The file's name. @default 'message.tsv' */
  readonly object?: string;
  /** Records and rejects in a batch. @default 4096 */
  readonly batchRows?: number;
  readonly signal?: AbortSignal;
  /** Called with the summary just before the end; it is the generator's return value, too, which `for await` does not show. */
  readonly onEnd?: (summary: DsrSummary) => void;
}

/**
 * Reads one DSR file, plain or gzip by its magic bytes, as batches of records.
 *
 * Shape: every record but comments, blanks, unknown codes and summary rows repeated by later files. The returned summary says whether
 * the message is whole; nothing of a message that is not `ok` may be used.
 * Errors: PayloadError for what is no DSR file (`DSR_HEAD_MISSING`, `DSR_VERSION_UNKNOWN`, `DSR_PROFILE_UNSUPPORTED`,
 * `DSR_PROFILE_UNEXPECTED`), for damaged gzip (`GZIP_TRUNCATED`, `GZIP_CORRUPT`), and for what no memory bound can hold
 * (`RECORD_TOO_LONG`, `DSR_BLOCK_TOO_LARGE`). Everything else is an issue of the summary.
 */
export function readDsr(
  source: AsyncIterable<Uint8Array>,
  options: ReadDsrOptions = {},
): AsyncGenerator<DsrBatch, DsrSummary, void> {
  const { object = 'message.tsv', ...rest } = options;
  return readDsrMessage([{ object, open: () => source }], rest);
}

/** Reads all files of one message, in any order; summary rows count once. Errors and shape as {@link readDsr}. */
export async function* readDsrMessage(
  files: Iterable<DsrFile> | AsyncIterable<DsrFile>,
  options: Omit<ReadDsrOptions, 'object'> = {},
): AsyncGenerator<DsrBatch, DsrSummary, void> {
  const { batchRows = 4096, signal = new AbortController().signal, onEnd } = options;
  if (!Number.isInteger(batchRows) || batchRows < 1)
    throw new TypeError(`batchRows must be a positive integer, not ${batchRows}`);
  const reader = new MessageReader(checkOptions(options));
  for await (const { object, open } of files) {
    const unpacked = gunzip({ when: 'magic' })(open(), { object, signal, observer: silent });
    let records: DsrRecord[] = [];
    let rejects: DsrReject[] = [];
    const cut = (): DsrBatch => {
      const batch = Object.freeze({ object, records, rejects });
      records = [];
      rejects = [];
      return batch;
    };
    const take = (line: SourceLine): DsrBatch | undefined => {
      const taken = reader.accept(object, line);
      if (taken instanceof DsrRecord) records.push(taken);
      else if (typeof taken !== 'string') rejects.push(taken);
      return records.length + rejects.length >= batchRows ? cut() : undefined;
    };
    yield* linesOf(unpacked, new LineScanner(object), signal, take);
    reader.endObject();
    if (records.length + rejects.length > 0) yield cut();
  }
  const summary = reader.finish();
  onEnd?.(summary);
  return summary;
}

/** Damage of gzip is thrown; that it was whole is no news to anyone here. */
const silent: ReadObserver = Object.freeze({ evidence: () => {}, claim: () => {}, finding: () => {} });
