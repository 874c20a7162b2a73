import type { ItemBatch } from '../contracts/batch.ts';
import type { Partition } from '../contracts/manifest.ts';
import type { Report } from '../contracts/report.ts';
import type { BatchTransaction, BytesTransaction, OpenSink, SyncIdentity } from '../contracts/sink.ts';
import { createPartitionEncoder, fileHeader } from '../encode/partition-encoder.ts';
import { createTotals, type Totals } from '../totals/totals.ts';

/** The staging of one sync, whatever its sink accepts. */
export interface Writer {
  readonly transaction: BytesTransaction | BatchTransaction;
  /** Exact sums of the rows handed to the sink, counted where they are serialised and not where they were accepted. */
  readonly staged: Totals;
  write(batch: ItemBatch): void | Promise<void>;
  /** Hands over what is still buffered. */
  flush(): void | Promise<void>;
}

/** Opens a transaction and serialises batches for it when the sink takes bytes. */
export async function openWriter(sink: OpenSink, identity: SyncIdentity, report: Report): Promise<Writer> {
  const staged = createTotals();
  if (sink.accepts === 'batches') {
    const transaction = await sink.begin(identity);
    const write = (batch: ItemBatch) => {
      staged.add(batch);
      return transaction.write(batch);
    };
    return { transaction, staged, write, flush: () => undefined };
  }
  const header = fileHeader(sink.encoding);
  const transaction = await sink.begin(header === undefined ? identity : { ...identity, header });
  const encoder = createPartitionEncoder({ encoding: sink.encoding, report, tally: staged });
  const emit = (partition: Partition, bytes: Uint8Array, rows: number) => transaction.append(partition, bytes, rows);
  return { transaction, staged, write: (batch) => encoder.write(batch, emit), flush: () => encoder.flush(emit) };
}
