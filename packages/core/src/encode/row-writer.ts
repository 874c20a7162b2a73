import type { ItemBatch } from '../contracts/batch.ts';
import type { ByteBuffer } from './byte-buffer.ts';

/** Serialises one row into a buffer. */
export type WriteRow = (index: number, buffer: ByteBuffer) => void;

/** A serialisation of line items; bound once per batch. */
export interface RowWriter {
  bind(batch: ItemBatch): WriteRow;
}
