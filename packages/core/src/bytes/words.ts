/** The same memory, to be read and written four bytes at a time: loops over words run several times as fast as loops over bytes. */
export function wordsOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The 1 to 3 bytes from `at` to `end` in the low bytes of a word, zeros above. */
export function lastWord(words: DataView, at: number, end: number): number {
  if (at + 4 <= words.byteLength) return words.getInt32(at, true) & ((1 << ((end - at) << 3)) - 1);
  let word = 0;
  for (let byte = end - 1; byte >= at; byte--) word = (word << 8) | words.getUint8(byte);
  return word;
}

/** Cells up to this length are known by their two words. Units: bytes. */
export const shortLength = 8;

/** The first four bytes of a short cell, zeros above them where it has fewer. */
export function firstWord(words: DataView, start: number, end: number): number {
  return end - start < 4 ? lastWord(words, start, end) : words.getInt32(start, true);
}

/** The bytes of a short cell after the first four. */
export function secondWord(words: DataView, start: number, end: number): number {
  const length = end - start;
  if (length <= 4) return 0;
  return length < 8 ? lastWord(words, start + 4, end) : words.getInt32(start + 4, true);
}

/** Where a table looks for a short cell; from 0 to 1023. */
export function shortSlot(first: number, second: number): number {
  return Math.imul(first ^ Math.imul(second, 0x85ebca6b), 0x9e3779b1) >>> 22;
}

/** Bytes that are written again and again. */
export interface Constant {
  readonly length: number;
  /** The bytes, with zeros up to a whole number of words. */
  readonly words: DataView;
}

export function constantOf(text: string): Constant {
  const bytes = Buffer.from(text);
  const padded = Buffer.alloc((bytes.length + 3) & ~3);
  bytes.copy(padded);
  return { length: bytes.length, words: wordsOf(padded) };
}

/** Writes a constant at `to`, and up to three bytes beyond it; gives its end. */
export function putConstant({ length, words }: Constant, target: DataView, to: number): number {
  for (let at = 0; at < length; at += 4) target.setInt32(to + at, words.getInt32(at, true), true);
  return to + length;
}

/**
 * Which of a word's four bytes are the byte that `pattern` has four times: the high bit of each.
 *
 * The lowest mark is exact; a byte after a marked one may be marked wrongly.
 */
export function hasByte(word: number, pattern: number): number {
  const difference = word ^ pattern;
  return (difference - 0x01010101) & ~difference & 0x80808080;
}

/** The place, 0 to 3, of the lowest mark. */
export function firstMark(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >> 3;
}
