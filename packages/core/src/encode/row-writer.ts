import { lastWord, wordsOf } from '../bytes/words.ts';
import type { ByteColumn, ItemBatch } from '../contracts/batch.ts';
import type { ByteBuffer } from './byte-buffer.ts';

/** Serialises one row into a buffer. */
export type WriteRow = (index: number, buffer: ByteBuffer) => void;

/** A serialisation of line items; bound once per batch. */
export interface RowWriter {
  bind(batch: ItemBatch): WriteRow;
}

export const maxDigits = 10;

/** Writes an integer from 0 to 2 ** 31 in decimal digits; gives its end. */
export function putDigits(value: number, target: Uint8Array, from: number): number {
  let digits = 1;
  for (let limit = 10; digits < maxDigits && value >= limit; limit *= 10) digits++;
  let rest = value;
  for (let at = from + digits - 1; at >= from; at--) {
    const tenth = (rest / 10) | 0;
    target[at] = 48 + rest - tenth * 10;
    rest = tenth;
  }
  return from + digits;
}

/** A column whose cells are copied word by word. */
export interface CellSource {
  readonly bytes: Uint8Array;
  readonly words: DataView;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

export function cellSource({ bytes, start, end }: ByteColumn): CellSource {
  return { bytes, words: wordsOf(bytes), start, end };
}

/**
 * Copies the cell `[start, end)` to `to` as it stands, and up to three bytes beyond it; gives its end.
 *
 * `isSpecial` is asked about every four bytes; a cell of which it says yes is left to the caller, who gets -1.
 */
export function copyPlain(
  source: DataView,
  start: number,
  end: number,
  target: DataView,
  to: number,
  isSpecial: (word: number) => boolean,
): number {
  let at = start;
  let out = to;
  for (; at + 4 <= end; at += 4, out += 4) {
    const word = source.getInt32(at, true);
    if (isSpecial(word)) return -1;
    target.setInt32(out, word, true);
  }
  if (at === end) return out;
  const left = end - at;
  const word = lastWord(source, at, end);
  // What lies beyond the cell is made a harmless byte.
  if (isSpecial(word | (0x60606060 << (left << 3)))) return -1;
  target.setInt32(out, word, true);
  return out + left;
}
