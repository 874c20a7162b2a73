import type { ByteColumn, ItemBatch } from '../../packages/core/src/contracts/batch.ts';
import type { ItemField } from '../../packages/core/src/contracts/line-item.ts';

const fields: readonly ItemField[] = ['isrc', 'upc', 'territory', 'saleType', 'tier', 'currency', 'units', 'amount'];
/** About as much memory as the pairs of the catalogue take, so that what other processes do to the caches is felt alike. */
const places = 2 ** 18;

/**
 * Work of a fixed kind over a batch, as a measure of the machine at that moment: every cell is hashed byte by byte, and every row looked up
 * in a table.
 */
export function createYardstick(batchRows: number): (batch: ItemBatch) => void {
  const hashes = new Int32Array(batchRows);
  const table = new Int32Array(places);
  return (batch) => {
    hashes.fill(1);
    for (const field of fields) {
      const column = batch.column(field);
      if (column) mix(column, batch.length, hashes);
    }
    for (let index = 0; index < batch.length; index++) table[hashes[index]! & (places - 1)]! += 1;
  };
}

function mix({ bytes, start, end }: ByteColumn, length: number, hashes: Int32Array): void {
  for (let index = 0; index < length; index++) {
    let hash = hashes[index]!;
    for (let at = start[index]!; at < end[index]!; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    hashes[index] = hash;
  }
}
