import type { ItemBatch } from '../contracts/batch.ts';
import type { Partition } from '../contracts/manifest.ts';
import type { Report } from '../contracts/report.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { csvHeader, csvRows } from './csv-row.ts';
import { ndjsonRows } from './ndjson-row.ts';

export type Encoding = 'ndjson' | 'csv';

/** Takes the serialised rows of one partition; `bytes` is reused once it returned or resolved. */
export type EmitRows = (partition: Partition, bytes: Uint8Array, rows: number) => void | Promise<void>;

/** Counts rows as they are written. */
export interface RowTally {
  bind(batch: ItemBatch, found: Int32Array): (index: number) => void;
}

/** What tells rows apart: groups lie within a partition each. */
export interface PartitionGroups {
  /** Territory, period and what else there may be, by number of the group. */
  keys(): readonly (readonly (string | undefined)[])[];
}

export interface PartitionEncoderOptions {
  readonly encoding: Encoding;
  readonly groups: PartitionGroups;
  readonly tally?: RowTally;
  readonly report: Report;
  /** A partition is handed on when it holds this much, or its share of `maxBufferedBytes`. Units: bytes. @default 65 536, larger ones measured slower */
  readonly flushBytes?: number;
  /** Everything is handed on when all partitions together hold this much. Units: bytes. @default 25 165 824 */
  readonly maxBufferedBytes?: number;
}

interface Share {
  readonly partition: Partition;
  buffer: ByteBuffer;
  rows: number;
}

/** What a partition's buffer begins with, while there are few partitions; a thousand of them are four megabytes. */
const initialBytes = 4096;
const fewPartitions = 1024;
/** Room beyond the limit for the row that reaches it, an ordinary one. */
const rowBytes = 4096;

/**
 * Serialises accepted rows into one reused buffer per partition.
 *
 * Order: within a partition as in the document. When bytes are handed on depends on the rows alone, so the same rows give the same calls.
 */
export class PartitionEncoder {
  readonly #writer;
  readonly #tally: RowTally | undefined;
  readonly #flushBytes: number;
  readonly #maxBufferedBytes: number;
  readonly #groups: PartitionGroups;
  /** By number of the group. */
  readonly #shares: Share[] = [];
  readonly #dsp: string;
  readonly #byKey = new Map<string, Share>();
  #buffered = 0;

  constructor(options: PartitionEncoderOptions) {
    const { encoding, report, groups, tally, flushBytes = 65_536, maxBufferedBytes = 25_165_824 } = options;
    this.#writer = encoding === 'csv' ? csvRows(report) : ndjsonRows(report);
    this.#tally = tally;
    this.#flushBytes = flushBytes;
    this.#maxBufferedBytes = maxBufferedBytes;
    this.#groups = groups;
    this.#dsp = report.dsp;
  }

  /** Takes the number of every row's group; resolves (or returns) when every full buffer was taken. */
  write(batch: ItemBatch, found: Int32Array, emit: EmitRows): void | Promise<void> {
    for (const key of this.#groups.keys().slice(this.#shares.length)) this.#shares.push(this.#shareOf(key));
    const writeRow = this.#writer.bind(batch);
    const count = this.#tally?.bind(batch, found);
    const { alive, length } = batch;
    const shares = this.#shares;
    const limit = this.#limitBytes();
    const full = new Set<Share>();
    let written = 0;
    for (let index = 0; index < length; index++) {
      if (alive[index] === 0) continue;
      const share = shares[found[index]!]!;
      const { buffer } = share;
      const before = buffer.length;
      writeRow(index, buffer);
      count?.(index);
      share.rows += 1;
      written += buffer.length - before;
      if (buffer.length >= limit) full.add(share);
    }
    this.#buffered += written;
    if (this.#buffered > this.#maxBufferedBytes) return this.flush(emit);
    return this.#handOn([...full], emit);
  }

  /** Hands on everything. Order: by territory, then period. */
  flush(emit: EmitRows): void | Promise<void> {
    const filled = [...this.#byKey].filter(([, share]) => share.rows > 0);
    filled.sort(([left], [right]) => (left < right ? -1 : 1));
    return this.#handOn(
      filled.map(([, share]) => share),
      emit,
    );
  }

  #handOn(shares: readonly Share[], emit: EmitRows): void | Promise<void> {
    for (const [at, share] of shares.entries()) {
      const pending = emit(share.partition, share.buffer.view(), share.rows);
      if (pending) {
        return pending.then(() => {
          this.#empty(share);
          return this.#handOn(shares.slice(at + 1), emit);
        });
      }
      this.#empty(share);
    }
  }

  #shareOf([territory = 'ZZ', period = 'unknown']: readonly (string | undefined)[]): Share {
    const partition = { dsp: this.#dsp, territory, period: period.slice(0, 7) };
    const key = `${partition.territory}\n${partition.period}`;
    const share = this.#byKey.get(key) ?? { partition, buffer: this.#newBuffer(), rows: 0 };
    this.#byKey.set(key, share);
    return share;
  }

  #empty(share: Share): void {
    this.#buffered -= share.buffer.length;
    share.rows = 0;
    // Empty buffers count as well: one that a wide batch blew up is let go, and every one when there are too many partitions to keep theirs.
    const keepable = this.#byKey.size * initialBytes <= this.#maxBufferedBytes;
    if (!keepable || share.buffer.capacity > this.#limitBytes() * 2) share.buffer = this.#newBuffer();
    share.buffer.length = 0;
  }

  /** What one partition may hold, the more of them the less. */
  #limitBytes(): number {
    const partitions = Math.max(this.#byKey.size, 1);
    return Math.min(this.#flushBytes, Math.max(initialBytes, Math.floor(this.#maxBufferedBytes / partitions)));
  }

  /** Grows as rows come when there are so many partitions that empty buffers would be what fills the memory. */
  #newBuffer(): ByteBuffer {
    return new ByteBuffer(this.#byKey.size < fewPartitions ? initialBytes : 0, this.#limitBytes() + rowBytes);
  }
}

/** What every file of an encoding begins with. */
export function fileHeader(encoding: Encoding): string | undefined {
  return encoding === 'csv' ? csvHeader : undefined;
}

export function createPartitionEncoder(options: PartitionEncoderOptions): PartitionEncoder {
  return new PartitionEncoder(options);
}
