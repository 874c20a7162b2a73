import stringWidth from 'fast-string-width';

/** Rows of cells as aligned lines; the last cell is not padded. */
export function columns(rows: readonly (readonly string[])[], indent = ''): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell));
  }
  return rows.map((row) => {
    const cells = row.map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - stringWidth(cell)));
    return `${indent}${cells.join('  ').trimEnd()}`;
  });
}
