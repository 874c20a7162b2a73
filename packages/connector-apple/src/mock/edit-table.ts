/** Changes the cells of one line; `at` is 0 for the header. */
export type ChangeCells = (cells: readonly string[], at: number) => readonly string[] | undefined;

const isFooter = (line: string): boolean => /^(?:Total_\w+|Row Count)\t/.test(line);

/**
 * Rewrites the table of a report; what stands above its header and below its last row stays.
 *
 * Shape: the header is the line with an Apple Identifier, the table ends at the first footer. A line without cells is left out.
 */
export function editTable(document: string, change: ChangeCells): string {
  let at = -1;
  let ended = false;
  const lines = document
    .replace(/\n$/, '')
    .split('\n')
    .flatMap((line) => {
      const cells = line.split('\t');
      ended ||= at >= 0 && isFooter(line);
      if (ended || (at < 0 && !cells.includes('Apple Identifier'))) return [line];
      at += 1;
      const changed = change(cells, at);
      return changed === undefined ? [] : [changed.join('\t')];
    });
  return `${lines.join('\n')}\n`;
}

/** A column that nobody knows, at the end. */
export function withUnknownColumn(document: string): string {
  return editTable(document, (cells, at) => [...cells, at === 0 ? 'Mood' : 'calm']);
}

/** The same table without one column. */
export function withoutColumn(document: string, name: string): string {
  let place = -1;
  return editTable(document, (cells, at) => {
    if (at === 0) place = cells.indexOf(name);
    return cells.filter((_, index) => index !== place);
  });
}

/** The same document without a row; footers, where there are some, say so. */
export function withoutRows(document: string): string {
  return editTable(document, (cells, at) => (at === 0 ? cells : undefined)).replace(
    /^(Total_\w+|Row Count)\t.*$/gm,
    '$1\t0',
  );
}

/** The same document whose row count is one more than its rows. */
export function withWrongCount(document: string): string {
  return document.replace(
    /^(Total_Rows|Row Count)\t(\d+)$/gm,
    (_, name: string, rows: string) => `${name}\t${Number(rows) + 1}`,
  );
}
