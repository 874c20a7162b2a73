import type { ByteColumn } from '@ledgerline/core';

/** A byte column of texts; an absent one has no cell. */
export function textColumn(texts: readonly (string | undefined)[]): ByteColumn {
  const cells = texts.map((text) => Buffer.from(text ?? '', 'utf8'));
  const start = new Int32Array(texts.length);
  const end = new Int32Array(texts.length);
  let offset = 0;
  for (const [index, cell] of cells.entries()) {
    const isThere = texts[index] !== undefined;
    start[index] = isThere ? offset : -1;
    end[index] = isThere ? offset + cell.length : -1;
    offset += cell.length;
  }
  return { bytes: Buffer.concat(cells), start, end };
}
