import { createHash } from 'node:crypto';
import type {
  DeadLetter,
  ManifestDraft,
  OpenSink,
  Partition,
  Report,
  ReportKey,
  SinkTransaction,
  SyncIdentity,
} from '@ledgerline/core';
import { type ItemCells, PlainItemBatch } from '../rows/item-batch.ts';

/** A document as a pipeline would hand it to a sink, in batches. The same input always gives the same calls. */
export interface SinkDocument {
  readonly report: ReportKey;
  readonly name: string;
  readonly batches: readonly (readonly ItemCells[])[];
  /** By the batch after which they are rejected. */
  readonly letters: readonly DeadLetter[];
}

export const reportKey: ReportKey = { dsp: 'sample', account: 'kit', feed: 'sales', period: '2026-03', scope: '-' };

const territories = ['DE', 'US', 'ZZ'];

/** Makes a document; another name is another revision. */
export function sinkDocument(name: string, batches = 4, report = reportKey): SinkDocument {
  const rows = (batch: number): ItemCells[] =>
    Array.from({ length: 3 + batch }, (_, row) => ({
      ...{ isrc: 'ZZSMP2600001', territory: territories[row % 3] ?? 'ZZ', period: '2026-03', saleType: 'stream' },
      ...{ units: String(batch * 10 + row), amount: `0.0${row}`, currency: 'EUR', title: `${name} „${batch}/${row}”` },
    }));
  return {
    report,
    name,
    batches: Array.from({ length: batches }, (_, batch) => rows(batch)),
    letters: Array.from({ length: batches }, (_, batch) => deadLetter(name, batch)),
  };
}

function deadLetter(name: string, record: number): DeadLetter {
  return {
    id: `${name}-${record}`,
    report: 'sample/kit/sales/2026-03/-',
    stage: 'map',
    code: 'BAD',
    path: 'units',
    message: 'is no whole number',
    source: { object: `${name}.csv`, record, line: record + 2, byteOffset: record * 10 },
    // As received: separators, quotes, a null byte, a lone half of a pair that JSON must escape.
    raw: `${name}\t${record}\r\n"quoted"\u0000\u2028\ufffd`,
    item: { territory: 'DE' },
  };
}

export function identityOf({ report, name }: SinkDocument, change: Partial<SyncIdentity> = {}): SyncIdentity {
  return { report, tag: name, fingerprint: 'mapping-1', ...change };
}

export function draftOf({ report, name, batches, letters }: SinkDocument): ManifestDraft {
  const accepted = batches.flat().length;
  const none = { totals: [], rejectedTotals: [], claims: [], claimed: [], evidence: [], findings: [], skippedBy: {} };
  return {
    ...none,
    report,
    object: `${name}.csv`,
    revision: createHash('sha256').update(name).digest('hex'),
    tag: name,
    provenance: 'api',
    verdict: accepted + letters.length === 0 ? 'empty' : 'complete',
    counts: { read: accepted + letters.length, accepted, rejected: letters.length, skipped: 0 },
    rejectedBy: letters.length === 0 ? {} : { BAD: letters.length },
    connector: { name: 'sample', version: '1.0.0' },
    schemaVersion: 1,
    run: 'run-1',
  };
}

/** The line of a row as a sink of bytes gets it, and where it goes. */
export function linesOf(rows: readonly ItemCells[]): readonly { partition: Partition; line: string }[] {
  return rows.map(({ territory = 'ZZ', ...row }) => ({
    partition: { dsp: 'sample', territory, period: '2026-03' },
    line: `${JSON.stringify(row)}\n`,
  }));
}

export type OpenTransaction = Awaited<ReturnType<OpenSink['begin']>>;
export type OpenAmendment = Awaited<ReturnType<NonNullable<OpenSink['amend']>>>;

/** Hands one batch over, in whichever form the sink takes. The buffer is overwritten afterwards, as its contract allows. */
export async function write(
  transaction: OpenTransaction | OpenAmendment,
  { report, name }: SinkDocument,
  rows: readonly ItemCells[],
) {
  if (!('append' in transaction)) {
    const full: Report = { ...report, locator: null, object: `${name}.csv` };
    await transaction.write(new PlainItemBatch(full, rows));
    return;
  }
  for (const { partition, line } of linesOf(rows)) {
    const bytes = new TextEncoder().encode(line);
    await transaction.append(partition, bytes, 1);
    bytes.fill(0x21);
  }
}

/** Stages batches `from` up to `to`, each with its dead letter and a checkpoint that names the next one. */
export async function stage(transaction: OpenTransaction, doc: SinkDocument, from = 0, to = doc.batches.length) {
  for (let at = from; at < to; at += 1) {
    await write(transaction, doc, doc.batches[at] ?? []);
    await reject(transaction, doc.letters.slice(at, at + 1));
    await transaction.checkpoint({ next: at + 1 });
  }
}

export async function reject(transaction: SinkTransaction, letters: readonly DeadLetter[]): Promise<void> {
  if (letters.length > 0) await transaction.reject(letters);
}

/** Stages and commits a whole document. */
export async function ingest(sink: OpenSink, doc: SinkDocument, change: Partial<SyncIdentity> = {}) {
  const transaction = await sink.begin(identityOf(doc, change));
  await stage(transaction, doc);
  return transaction.commit(draftOf(doc));
}
