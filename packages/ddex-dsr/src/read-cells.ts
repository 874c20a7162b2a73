import { type Cell, type Dialect, decodeLine, type EscapeFault, splitPlain } from './escaping.ts';
import type { Layout } from './layouts/layout.ts';

/** The cells of a line under a layout, lists split and the code without blanks; a fault where escapes mean nothing. */
export function readCells(raw: string, layout: Layout, dialect: Dialect): readonly Cell[] | EscapeFault {
  const decoded = decodeLine(raw, dialect);
  if ('message' in decoded) return decoded;
  const [code] = decoded;
  const trimmed = typeof code === 'string' ? code.trim() : layout.code;
  const cells = code === trimmed ? decoded : decoded.with(0, trimmed);
  if (dialect !== 'csv-like' || raw.indexOf('|') < 0) return cells;
  return cells.map((cell, index) => (layout.cells[index]?.list && typeof cell === 'string' ? splitPlain(cell) : cell));
}
