/** Rows below a header, before they are written. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table from rows by column name; what a row does not have is empty. */
export function tableOf(header: readonly string[], rows: readonly Readonly<Record<string, string>>[]): Table {
  return { header, rows: rows.map((row) => header.map((name) => row[name] ?? '')) };
}

/** The same cells in another order, with a column in the middle that nobody knows. */
export function shuffledTable({ header, rows }: Table): Table {
  const middle = Math.floor(header.length / 2);
  const turn = (cells: readonly string[], inserted: string) => {
    const turned = [...cells].reverse();
    turned.splice(middle, 0, inserted);
    return turned;
  };
  return { header: turn(header, 'Brand New Column'), rows: rows.map((row) => turn(row, 'new')) };
}

export function tableLines({ header, rows }: Table): string[] {
  return [header, ...rows].map((cells) => cells.join('\t'));
}

export function linesToText(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
