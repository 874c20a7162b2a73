import stringWidth from 'fast-string-width';

/** Rows of cells as lines: the first column to the left, figures to the right, so that digits stand below each other. */
export function alignedColumns(rows: readonly (readonly string[])[], indent = ''): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell));
  return rows.map((row) => {
    const cells = row.map((cell, index) => {
      const blanks = ' '.repeat((widths[index] ?? 0) - stringWidth(cell));
      return index === 0 ? cell + blanks : blanks + cell;
    });
    return `${indent}${cells.join('  ').trimEnd()}`;
  });
}
