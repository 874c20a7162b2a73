import type { AmendIdentity, BatchAmendment, BytesAmendment } from '../contracts/amendment.ts';
import type { ItemBatch } from '../contracts/batch.ts';
import type { Partition } from '../contracts/manifest.ts';
import type { Report } from '../contracts/report.ts';
import type { BatchTransaction, BytesTransaction, OpenSink, SyncIdentity } from '../contracts/sink.ts';
import { createPartitionEncoder, type Encoding, fileHeader } from '../encode/partition-encoder.ts';
import { createTotals, type Totals } from '../totals/totals.ts';

/** The staging of one sync, whatever its sink accepts. */
export interface Writer<Transaction = BytesTransaction | BatchTransaction> {
  readonly transaction: Transaction;
  /** Exact sums of the rows handed to the sink, counted where they are serialised and not where they were accepted. */
  readonly staged: Totals;
  write(batch: ItemBatch): void | Promise<void>;
  /** Hands over what is still buffered. */
  flush(): void | Promise<void>;
}

/** Opens a transaction and serialises batches for it when the sink takes bytes. */
export async function openWriter(sink: OpenSink, identity: SyncIdentity, report: Report): Promise<Writer> {
  return sink.accepts === 'batches'
    ? handingOn(await sink.begin(identity))
    : serialising(sink.encoding, report, await sink.begin(withHeader(sink.encoding, identity)));
}

/** Opens an amendment of what is committed of a report; undefined when the sink has no such thing. */
export async function openAmendment(
  sink: OpenSink,
  identity: AmendIdentity,
  report: Report,
): Promise<Writer<BytesAmendment | BatchAmendment> | undefined> {
  if (sink.accepts === 'batches') return sink.amend && handingOn(await sink.amend(identity));
  return sink.amend && serialising(sink.encoding, report, await sink.amend(withHeader(sink.encoding, identity)));
}

function withHeader<Identity extends { readonly header?: string }>(encoding: Encoding, identity: Identity): Identity {
  const header = fileHeader(encoding);
  return header === undefined ? identity : { ...identity, header };
}

function handingOn<Transaction extends Pick<BatchTransaction, 'write'>>(transaction: Transaction): Writer<Transaction> {
  const staged = createTotals();
  const write = (batch: ItemBatch) => {
    staged.add(batch);
    return transaction.write(batch);
  };
  return { transaction, staged, write, flush: () => undefined };
}

function serialising<Transaction extends Pick<BytesTransaction, 'append'>>(
  encoding: Encoding,
  report: Report,
  transaction: Transaction,
): Writer<Transaction> {
  const staged = createTotals();
  const encoder = createPartitionEncoder({ encoding, report, tally: staged });
  const emit = (partition: Partition, bytes: Uint8Array, rows: number) => transaction.append(partition, bytes, rows);
  return { transaction, staged, write: (batch) => encoder.write(batch, emit), flush: () => encoder.flush(emit) };
}
