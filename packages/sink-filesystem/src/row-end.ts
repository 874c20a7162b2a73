const lineFeed = 0x0a;
const quote = 0x22;

/**
 * The offset just after the given number of rows; -1 when there are fewer.
 *
 * `bytes` begins with a row. With `quoted` (CSV) line feeds between quotes belong to a cell.
 */
export function rowEnd(bytes: Uint8Array, rows: number, quoted: boolean): number {
  let left = rows;
  let inside = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) inside = quoted && !inside;
    else if (byte === lineFeed && !inside) {
      left -= 1;
      if (left === 0) return at + 1;
    }
  }
  return -1;
}
