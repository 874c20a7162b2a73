import type { ItemBatch } from '../contracts/batch.ts';
import type { Partition } from '../contracts/manifest.ts';
import type { Report } from '../contracts/report.ts';
import type { BatchTransaction, BytesTransaction, OpenSink, SyncIdentity } from '../contracts/sink.ts';
import { createPartitionEncoder, fileHeader } from '../encode/partition-encoder.ts';

/** The staging of one sync, whatever its sink accepts. */
export interface Writer {
  readonly transaction: BytesTransaction | BatchTransaction;
  write(batch: ItemBatch): void | Promise<void>;
  /** Hands over what is still buffered. */
  flush(): void | Promise<void>;
}

/** Opens a transaction and serialises batches for it when the sink takes bytes. */
export async function openWriter(sink: OpenSink, identity: SyncIdentity, report: Report): Promise<Writer> {
  if (sink.accepts === 'batches') {
    const transaction = await sink.begin(identity);
    return { transaction, write: (batch) => transaction.write(batch), flush: () => undefined };
  }
  const header = fileHeader(sink.encoding);
  const transaction = await sink.begin(header === undefined ? identity : { ...identity, header });
  const encoder = createPartitionEncoder({ encoding: sink.encoding, report });
  const emit = (partition: Partition, bytes: Uint8Array, rows: number) => transaction.append(partition, bytes, rows);
  return { transaction, write: (batch) => encoder.write(batch, emit), flush: () => encoder.flush(emit) };
}
