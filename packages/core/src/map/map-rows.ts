import { type CellColumn, ColumnBuilder } from '../bytes/cells.ts';
import type { Row, RowBatch } from '../contracts/batch.ts';
import type { RowMapper } from '../contracts/columns.ts';
import { type ItemField, itemFields } from '../contracts/line-item.ts';
import type { Report } from '../contracts/report.ts';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';
import type { BatchMapper } from './map-columns.ts';
import type { RowFault } from './row-fault.ts';

/**
 * The mapping as a function of a row: slower, same outcome.
 *
 * `asked` collects the headers the function asks for in the first batch. A PayloadError makes its row a dead letter; a header that the
 * document does not have is an error of the document, and any other error one of the function.
 */
export function mapByRows(map: RowMapper, report: Report, header: readonly string[], asked: Set<string>): BatchMapper {
  let first = true;
  return (batch, faults) => {
    const builders: (ColumnBuilder | undefined)[] = itemFields.map(() => undefined);
    for (let index = 0; index < batch.length; index++) {
      const row = batch.row(index);
      const result = mapRow(map, first ? observed(row, header, asked) : row, report);
      if ('fault' in result) faults.add(index, result.fault);
      else place(result.cells, builders, batch, index);
    }
    first = first && batch.length === 0;
    const columns = new Map<ItemField, CellColumn>();
    for (const [at, builder] of builders.entries()) {
      if (builder === undefined) continue;
      while (builder.length < batch.length) builder.pushAbsent();
      columns.set(itemFields[at]!, builder.finish());
    }
    return columns;
  };
}

type Mapped = { readonly cells: ReturnType<RowMapper> } | { readonly fault: RowFault };

function mapRow(map: RowMapper, row: Row, report: Report): Mapped {
  try {
    return { cells: map(row, report) };
  } catch (error) {
    if (!isLedgerlineError(error) || error.disposition !== 'reject' || error.code === 'COLUMN_MISSING') throw error;
    const path = typeof error.details.path === 'string' ? error.details.path : 'row';
    return { fault: { code: error.code, path, message: error.message } };
  }
}

function place(
  cells: ReturnType<RowMapper>,
  builders: (ColumnBuilder | undefined)[],
  batch: RowBatch,
  index: number,
): void {
  for (let at = 0; at < itemFields.length; at++) {
    const field = itemFields[at]!;
    const text: unknown = cells[field];
    if (text === undefined || text === '') continue;
    if (typeof text !== 'string') throw new TypeError(`map gave ${field} as ${typeof text}; every field is text`);
    let builder = builders[at];
    if (builder === undefined) {
      builder = new ColumnBuilder(batch.length);
      builders[at] = builder;
    }
    while (builder.length < index) builder.pushAbsent();
    builder.pushText(text);
  }
}

function observed(row: Row, header: readonly string[], asked: Set<string>): Row {
  const note = (name: string) => {
    asked.add(name);
    return name;
  };
  return {
    get: (name) => row.get(note(name)),
    int: (name) => row.int(note(name)),
    decimal: (name) => row.decimal(note(name)),
    toObject() {
      for (const name of header) asked.add(name);
      return row.toObject();
    },
  };
}
