import type { Row } from '../contracts/batch.ts';
import { PayloadError } from '../errors/leaves.ts';
import { splitCells } from './delimited-cells.ts';
import type { DelimitedLayout } from './delimited-layout.ts';
import { rowView } from './row-view.ts';

/** A row that splits its record when the first cell is asked for. */
export function delimitedRow(bytes: Buffer, start: number, end: number, layout: DelimitedLayout): Row {
  const { names, dialect, request } = layout;
  let cells: readonly string[] | undefined;
  const split = () => {
    cells ??= splitCells(bytes, start, end, dialect);
    return cells;
  };
  return rowView({
    get(header) {
      const index = names.indexOf(header);
      if (index < 0) throw columnMissing(request.object, [header], names.names);
      return split()[index];
    },
    toObject: () => Object.fromEntries(names.names.map((name, index) => [name, split()[index]])),
  });
}

function columnMissing(object: string, wanted: readonly string[], found: readonly string[]): PayloadError {
  return new PayloadError(
    `${object} has no column named ${wanted.join(' or ')}; it has: ${found.join(', ')}. Check that the document is of this feed, or add the new name.`,
    { code: 'COLUMN_MISSING', details: { object, header: wanted.join(' | ') } },
  );
}
