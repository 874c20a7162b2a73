import type { AmendIdentity, BatchAmendment, BytesAmendment } from '../contracts/amendment.ts';
import type { ItemBatch } from '../contracts/batch.ts';
import type { Partition } from '../contracts/manifest.ts';
import type { Report } from '../contracts/report.ts';
import type { BatchTransaction, BytesTransaction, OpenSink, SyncIdentity } from '../contracts/sink.ts';
import { createPartitionEncoder, type Encoding, fileHeader } from '../encode/partition-encoder.ts';
import { RowGroups } from '../totals/row-groups.ts';
import { createTotals, type Totals } from '../totals/totals.ts';
import { batchesBeside, bytesBeside } from './checkpoint-beside.ts';

/** The staging of one sync, whatever its sink accepts. */
export interface Writer<Transaction = BytesTransaction | BatchTransaction> {
  readonly transaction: Transaction;
  /** Exact sums of the rows handed to the sink, counted where they are serialised and not where they were accepted. */
  readonly staged: Totals;
  /** `found` is what the groups given at the start said of the batch. */
  write(batch: ItemBatch, found?: Int32Array): void | Promise<void>;
  /** Hands over what is still buffered. */
  flush(): void | Promise<void>;
}

/** Opens a transaction and serialises batches for it when the sink takes bytes. */
export async function openWriter(
  sink: OpenSink,
  identity: SyncIdentity,
  report: Report,
  groups: RowGroups,
): Promise<Writer> {
  return sink.accepts === 'batches'
    ? handingOn(batchesBeside(await sink.begin(identity)), groups)
    : serialising(sink.encoding, report, bytesBeside(await sink.begin(withHeader(sink.encoding, identity))), groups);
}

/** Opens an amendment of what is committed of a report; undefined when the sink has no such thing. */
export async function openAmendment(
  sink: OpenSink,
  identity: AmendIdentity,
  report: Report,
): Promise<Writer<BytesAmendment | BatchAmendment> | undefined> {
  if (sink.accepts === 'batches') return sink.amend && handingOn(await sink.amend(identity), new RowGroups());
  if (!sink.amend) return undefined;
  const amendment = await sink.amend(withHeader(sink.encoding, identity));
  return serialising(sink.encoding, report, amendment, new RowGroups());
}

function withHeader<Identity extends { readonly header?: string }>(encoding: Encoding, identity: Identity): Identity {
  const header = fileHeader(encoding);
  return header === undefined ? identity : { ...identity, header };
}

function handingOn<Transaction extends Pick<BatchTransaction, 'write'>>(
  transaction: Transaction,
  groups: RowGroups,
): Writer<Transaction> {
  const staged = createTotals(groups);
  const write = (batch: ItemBatch, found?: Int32Array) => {
    staged.add(batch, found);
    return transaction.write(batch);
  };
  return { transaction, staged, write, flush: () => undefined };
}

function serialising<Transaction extends Pick<BytesTransaction, 'append'>>(
  encoding: Encoding,
  report: Report,
  transaction: Transaction,
  groups: RowGroups,
): Writer<Transaction> {
  const staged = createTotals(groups);
  const encoder = createPartitionEncoder({ encoding, report, groups, tally: staged });
  const emit = (partition: Partition, bytes: Uint8Array, rows: number) => transaction.append(partition, bytes, rows);
  const write = (batch: ItemBatch, found = groups.find(batch)) => encoder.write(batch, found, emit);
  return { transaction, staged, write, flush: () => encoder.flush(emit) };
}
