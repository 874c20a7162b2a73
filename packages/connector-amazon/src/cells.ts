import type { ByteColumn } from '@ledgerline/core';

function sameAs({ bytes, start, end }: ByteColumn, row: number, other: number): boolean {
  const length = end[row]! - start[row]!;
  if (length !== end[other]! - start[other]! || start[row]! < 0 !== start[other]! < 0) return false;
  for (let at = 0; at < length; at += 1) if (bytes[start[row]! + at] !== bytes[start[other]! + at]) return false;
  return true;
}

export function cellText({ bytes, start, end }: ByteColumn, row: number): string {
  const from = start[row]!;
  return from < 0 ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', from, end[row]);
}

/** Visits the runs of equal cells of a column; columns that say the same in every row cost one string a batch. */
export function forEachRun(
  column: ByteColumn,
  length: number,
  visit: (text: string, from: number, to: number) => void,
): void {
  for (let from = 0; from < length; ) {
    let to = from + 1;
    while (to < length && sameAs(column, to, from)) to += 1;
    visit(cellText(column, from), from, to);
    from = to;
  }
}

/** Whether a cell is a number below zero, of zero, above zero; 0 also for what is no number, which the mapping rejects by itself. */
export function signOf({ bytes, start, end }: ByteColumn, row: number): -1 | 0 | 1 {
  let negative = false;
  for (let at = start[row]!; at >= 0 && at < end[row]!; at += 1) {
    const byte = bytes[at]!;
    if (byte === 0x2d || byte === 0x28)
      negative = true; // a minus, or the parenthesis of accountants
    else if (byte >= 0x31 && byte <= 0x39) return negative ? -1 : 1;
  }
  return 0;
}

/** A column of few different texts: the index into the texts, row by row. */
export function columnOfWords(words: readonly string[], picks: Int32Array, length: number): ByteColumn {
  const encoded = words.map((word) => Buffer.from(word, 'utf8'));
  const offsets: number[] = [];
  let used = 0;
  for (const { length: bytes } of encoded) {
    offsets.push(used);
    used += bytes;
  }
  const start = new Int32Array(length);
  const end = new Int32Array(length);
  for (let row = 0; row < length; row += 1) {
    const pick = picks[row]!;
    start[row] = offsets[pick]!;
    end[row] = offsets[pick]! + encoded[pick]!.length;
  }
  return { bytes: Buffer.concat(encoded), start, end };
}
