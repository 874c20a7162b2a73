import type { RowBatch, RowCursor } from '../contracts/batch.ts';
import type { OpenRows, SourceEnd } from '../contracts/source.ts';
import { PayloadError } from '../errors/leaves.ts';
import { BatchDraft } from './batch-draft.ts';
import { ByteInput } from './byte-input.ts';
import { ByteWindow } from './byte-window.ts';
import { DecodedBatch, type RecordFormat } from './decoded-batch.ts';

/** Finds the records of a document whose header is known. */
export interface RecordScanner extends RecordFormat {
  readonly slots: number;
  /** Where the next record begins in the window. */
  position: number;
  /** The line the next record begins on. */
  line: number;
  /**
   * Puts records into the draft until it is full, `stop` is reached or the bytes run out.
   * `final` says that there are no more bytes; a record that is cut off by the window's end stays for the next scan.
   */
  scan(draft: BatchDraft, window: ByteWindow, stop: number, final: boolean): void;
}

/** Looks for the header; undefined while it needs more bytes, `empty` when there is none. */
export type StartDocument = (window: ByteWindow, final: boolean) => RecordScanner | 'empty' | undefined;

type Request = OpenRows & { readonly object: string };

/**
 * Reads a document batch by batch: equal numbers of records a batch, wherever the chunks fell.
 *
 * Resume: the prefix is read and scanned again, without giving batches, and must have the cursor's digest.
 */
export async function* readDocument(
  bytes: AsyncIterable<Uint8Array>,
  request: Request,
  start: StartDocument,
): AsyncGenerator<RowBatch, SourceEnd, void> {
  const input = new ByteInput(bytes, request.signal);
  const window = new ByteWindow();
  let final = false;
  const more = async () => {
    const chunk = await input.take();
    if (chunk === undefined) final = true;
    else window.append(chunk);
  };
  try {
    let scanner = start(window, final);
    while (scanner === undefined && !final) {
      await more();
      scanner = start(window, final);
    }
    if (scanner === undefined || scanner === 'empty') return endWithout(window, request);
    const shape = { object: request.object, slots: scanner.slots, batchRows: request.batchRows };
    let skipTo = request.resume;
    let records = 0;
    let spare: BatchDraft | undefined;
    const recycle = (bytes: Buffer, draft: BatchDraft) => {
      window.recycle(bytes);
      spare = draft;
    };
    for (;;) {
      const draft = (spare ?? new BatchDraft(shape)).begin(records, window.base);
      spare = undefined;
      const stop = skipTo === undefined ? Number.POSITIVE_INFINITY : skipTo.byteOffset - window.base;
      for (;;) {
        scanner.scan(draft, window, stop, final);
        if (final || draft.records >= draft.batchRows || scanner.position >= stop) break;
        // At least as much again as is already there of an unfinished record, so that rescanning stays linear.
        const wanted = scanner.position + 2 * (window.end - scanner.position);
        do await more();
        while (!final && window.end < wanted);
      }
      const used = scanner.position;
      const done = window.cut(used);
      scanner.position = 0;
      records += draft.records;
      const cursor = { record: records, line: scanner.line, byteOffset: window.base, digest: window.digest() };
      const ended = final && window.end === 0;
      if (skipTo !== undefined) {
        const reached = window.base >= skipTo.byteOffset;
        if (reached || ended) checkResume(cursor, skipTo, request.object);
        if (reached) skipTo = undefined;
      } else if (draft.records + draft.skips > 0) {
        yield new DecodedBatch(draft, scanner, { bytes: done, used, recycle }, cursor);
      }
      if (ended) return { cursor, decodedBytes: window.base, digest: cursor.digest, hasContent: true };
    }
  } finally {
    await input.close();
  }
}

function endWithout(window: ByteWindow, request: Request): SourceEnd {
  window.cut(window.end);
  const digest = window.digest();
  const cursor = { record: 0, line: 1, byteOffset: window.base, digest };
  if (request.resume !== undefined) checkResume(cursor, request.resume, request.object);
  return { cursor, decodedBytes: window.base, digest, hasContent: false };
}

function checkResume(here: RowCursor, cursor: RowCursor, object: string): void {
  if (here.byteOffset === cursor.byteOffset && here.digest === cursor.digest && here.record === cursor.record) return;
  throw new PayloadError(
    `${object} is no longer the document that was being read: its first ${cursor.byteOffset} bytes changed. Discard the staging and read it from the start.`,
    { code: 'RESUME_MISMATCH', details: { object, byteOffset: cursor.byteOffset, record: cursor.record } },
  );
}
