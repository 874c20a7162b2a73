import { type CellColumn, ColumnBuilder, constantColumn } from '../bytes/cells.ts';
import type { RowBatch } from '../contracts/batch.ts';
import { CellMemo } from './cell-memo.ts';
import type { CellFunction } from './cell-steps.ts';
import type { RowFault } from './row-fault.ts';

/** The cells of a field in one batch, and the rows in which they could not be made. */
export interface FieldCells {
  readonly column: CellColumn | undefined;
  readonly faults: ReadonlyMap<number, RowFault> | undefined;
}

/** Makes the cells of a field out of a batch; empty cells are absent. */
export type FieldSource = (batch: RowBatch) => FieldCells;

const nothing: FieldCells = { column: undefined, faults: undefined };

/** A field that no row of the document has. */
export const absentField: FieldSource = () => nothing;

/** The column as it stands: positions are shared with the batch, nothing is copied. */
export function cellsOfColumn(header: string): FieldSource {
  return (batch) => ({ column: withoutEmptyCells(batch.column(header), batch.length), faults: undefined });
}

/** The same text in every row. */
export function cellsOfText(text: string): FieldSource {
  if (text === '') return absentField;
  let column = constantColumn(text, 0);
  return (batch) => {
    if (column.start.length < batch.length) column = constantColumn(text, batch.length);
    return { column, faults: undefined };
  };
}

/** Cells of another source, each put through a function. */
export function transformed(source: FieldSource, path: string, of: string, apply: CellFunction): FieldSource {
  const memo = new CellMemo(apply);
  let columns = 0;
  let usual = 64;
  return (batch) => {
    const { column, faults: earlier } = source(batch);
    if (column === undefined) return { column, faults: earlier };
    const faults = new Map(earlier);
    const builder = new ColumnBuilder(batch.length, usual);
    const number = columns++;
    for (let row = 0; row < batch.length; row++) {
      const known = column.start[row]! < 0 ? undefined : memo.at(column, row);
      if (known?.bytes !== undefined) {
        if (known.column === number) builder.pushAgain(known.start, known.end);
        else {
          known.column = number;
          known.start = builder.used;
          builder.pushBytes(known.bytes, 0, known.bytes.length);
          known.end = builder.used;
        }
        continue;
      }
      builder.pushAbsent();
      const result = known?.result;
      if (typeof result === 'object') faults.set(row, { code: result.code, path, message: `${of} ${result.message}` });
    }
    usual = Math.max(usual, builder.used);
    return { column: builder.finish(), faults };
  };
}

/** Row by row the first source that has a cell; what a later source could not make does not matter then. */
export function firstOf(sources: readonly FieldSource[]): FieldSource {
  return (batch) => {
    const candidates = sources.map((source) => source(batch));
    const faults = new Map<number, RowFault>();
    const builder = new ColumnBuilder(batch.length);
    for (let row = 0; row < batch.length; row++) {
      const found = candidates.find(({ column, faults }) => faults?.has(row) || (column?.start[row] ?? -1) >= 0);
      const fault = found?.faults?.get(row);
      if (fault !== undefined) faults.set(row, fault);
      if (fault !== undefined || found?.column === undefined) builder.pushAbsent();
      else builder.pushBytes(found.column.bytes, found.column.start[row]!, found.column.end[row]!);
    }
    return { column: builder.finish(), faults };
  };
}

/** Marks empty cells as absent, in positions of its own when there are any. */
function withoutEmptyCells(column: CellColumn, length: number): CellColumn {
  const { bytes, start, end } = column;
  for (let row = 0; row < length; row++) {
    if (start[row] !== end[row]) continue;
    const marked = start.slice();
    for (let at = row; at < length; at++) if (start[at] === end[at]) marked[at] = -1;
    return { bytes, start: marked, end };
  }
  return column;
}
