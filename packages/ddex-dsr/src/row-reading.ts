import { type OpenRows, PayloadError, type RejectedRow, type RowBatch, type RowCursor } from '@ledgerline/core';
import { ColumnBuilder } from './column-builder.ts';
import type { SaleColumn } from './columns.ts';
import type { CheckedOptions } from './dsr-options.ts';
import type { RecordKind } from './layouts/layout.ts';
import { LineScanner, type SourceLine } from './line-scanner.ts';
import { type DsrSkip, MessageReader } from './message-reader.ts';
import type { DsrReject } from './read-record.ts';
import { DsrRecord } from './record.ts';
import { SaleBatch } from './row-batch.ts';
import { type SaleRow, saleRow } from './sale-row.ts';

export type DocumentRequest = OpenRows & { readonly object: string };

/** Rows of one document on their way into batches. */
export class RowReading {
  readonly kind: RecordKind;
  readonly scanner: LineScanner;
  readonly reader: MessageReader;
  records = 0;
  readonly #request: DocumentRequest;
  readonly #columns: ReadonlyMap<string, SaleColumn>;
  readonly #header: readonly string[];
  #bound: readonly string[] | undefined;
  #builders = new Map<string, ColumnBuilder>();
  /** Where reading goes on; rows before it were handed out by an earlier reading. */
  #resume: RowCursor | undefined;
  #line = 0;
  #rows: SaleRow[] = [];
  #numbers: number[] = [];
  #rejects: RejectedRow[] = [];
  #skipped: Record<string, number> = {};

  constructor(
    options: CheckedOptions,
    columns: ReadonlyMap<string, SaleColumn>,
    kind: RecordKind,
    request: DocumentRequest,
  ) {
    this.kind = kind;
    this.scanner = new LineScanner(request.object);
    this.reader = new MessageReader(options);
    this.#columns = columns;
    this.#header = Object.freeze([...columns.keys()]);
    this.#request = request;
    this.#resume = request.resume;
  }

  take(line: SourceLine): RowBatch | undefined {
    this.#line = line.line;
    this.#sort(this.reader.accept(this.#request.object, line));
    if (this.#resume !== undefined) {
      if (line.endOffset >= this.#resume.byteOffset) this.#endResume(this.#resume);
      return undefined;
    }
    return this.#rows.length + this.#rejects.length >= this.#request.batchRows ? this.#cut() : undefined;
  }

  /** The last batch, if there is anything in it. */
  rest(): RowBatch | undefined {
    if (this.#resume !== undefined) this.#endResume(this.#resume);
    const empty = this.#rows.length + this.#rejects.length === 0 && Object.keys(this.#skipped).length === 0;
    return empty ? undefined : this.#cut();
  }

  cursor(): RowCursor {
    return {
      record: this.records,
      line: this.#line + 1,
      byteOffset: this.scanner.offset,
      digest: this.scanner.digest(),
    };
  }

  #sort(taken: DsrRecord | DsrReject | DsrSkip): void {
    if (typeof taken === 'string') {
      this.#skip(taken);
    } else if (!(taken instanceof DsrRecord)) {
      if (this.#resume === undefined) this.#rejects.push(this.#rejected(taken));
      this.records++;
    } else if (taken.kind === this.kind) {
      if (this.#resume === undefined) {
        const row = saleRow(taken, this.reader.head!, this.reader);
        this.#rows.push(row);
        for (const builder of this.#builders.values()) builder.add(row);
        if (this.#builders.size > 0) taken.forget();
        this.#numbers.push(this.records);
      }
      this.records++;
    } else {
      if (taken.kind === 'head' && this.#bound === undefined) {
        this.#bound = this.#request.bind(this.#header);
        this.#builders = this.#newBuilders();
      }
      this.#skip(skipReasons[taken.kind]);
    }
  }

  #skip(reason: string): void {
    this.#skipped[reason] = (this.#skipped[reason] ?? 0) + 1;
  }

  #rejected({ code, message, cell, place, raw }: DsrReject): RejectedRow {
    return {
      stage: 'decode',
      code,
      ...(cell === undefined ? {} : { path: cell }),
      message: `${message} (${place.object}, line ${place.line}, byte ${place.byteOffset})`,
      place: { ...place, record: this.records },
      raw,
    };
  }

  #cut(): RowBatch {
    const [rows, numbers, rejects, skipped] = [this.#rows, this.#numbers, this.#rejects, this.#skipped];
    const builders = this.#builders;
    this.#clear();
    const bound = new Map([...builders].map(([name, builder]) => [name, builder.finish()]));
    const content = { rows, numbers, rejects, skipped, cursor: this.cursor() };
    return new SaleBatch(content, this.#columns, this.#header, bound);
  }

  #clear(): void {
    this.#rows = [];
    this.#numbers = [];
    this.#rejects = [];
    this.#skipped = {};
    this.#builders = this.#newBuilders();
  }

  #newBuilders(): Map<string, ColumnBuilder> {
    const { batchRows } = this.#request;
    const builders = new Map<string, ColumnBuilder>();
    for (const name of this.#bound ?? []) {
      const column = this.#columns.get(name);
      if (column === undefined) continue;
      const sizeBytes = this.#builders.get(name)?.sizeBytes ?? batchRows * 8;
      builders.set(name, new ColumnBuilder(column, batchRows, sizeBytes));
    }
    return builders;
  }

  #endResume(cursor: RowCursor): void {
    const here = this.cursor();
    this.#resume = undefined;
    this.#clear();
    if (here.byteOffset === cursor.byteOffset && here.record === cursor.record && here.digest === cursor.digest) return;
    const { object } = this.#request;
    throw new PayloadError(
      `${object} is no longer the document that was being read: its first ${cursor.byteOffset} bytes changed. Discard the staging and read it from the start.`,
      { code: 'RESUME_MISMATCH', details: { object, byteOffset: cursor.byteOffset, record: cursor.record } },
    );
  }
}

/** What the records that are no rows are counted as. */
const skipReasons: Readonly<Record<RecordKind, string>> = {
  head: 'header',
  footer: 'footer',
  summary: 'summary',
  release: 'content',
  subRelease: 'content',
  resource: 'content',
  work: 'content',
  sale: 'sale',
  releaseUsage: 'release usage',
  claim: 'claim',
  subUsage: 'sub-usage',
  deal: 'bilateral',
};
