/** A set of codes of capital letters, all of one length, that is asked about bytes. */
export interface CodeTable {
  has(bytes: Uint8Array, start: number, end: number): boolean;
}

/** One byte per possible code: 676 for territories, 17 576 for currencies. */
export function createCodeTable(codes: readonly string[], length: 2 | 3): CodeTable {
  const table = new Uint8Array(26 ** length);
  for (const code of codes) table[positionOf(Buffer.from(code), 0, length)] = 1;
  return {
    has: (bytes, start, end) => end - start === length && table[positionOf(bytes, start, end)] === 1,
  };
}

/** A number outside the table for anything but capital letters. */
function positionOf(bytes: Uint8Array, start: number, end: number): number {
  let position = 0;
  for (let at = start; at < end; at += 1) {
    const letter = bytes[at]! - 0x41;
    if (letter < 0 || letter > 25) return -1;
    position = position * 26 + letter;
  }
  return position;
}
