import type { Row } from '../contracts/batch.ts';
import { PayloadError } from '../errors/leaves.ts';
import { normalizeDecimal } from '../money/decimal.ts';
import { normalizeInteger } from '../money/integer.ts';

/** A row over any way of getting at its cells, with the strict readings added. */
export function rowView(cells: Pick<Row, 'get' | 'toObject'>): Row {
  return {
    get: cells.get,
    toObject: cells.toObject,
    int: (header) => strict(header, cells.get(header), normalizeInteger, 'CELL_NOT_INTEGER', 'an integer'),
    decimal: (header) => strict(header, cells.get(header), normalizeDecimal, 'CELL_NOT_DECIMAL', 'a decimal number'),
  };
}

function strict(
  header: string,
  text: string | undefined,
  read: (text: string) => string | undefined,
  code: string,
  noun: string,
): string {
  const value = text === undefined ? undefined : read(text);
  if (value !== undefined) return value;
  const found = text === undefined || text === '' ? 'it is empty' : 'it is something else';
  throw new PayloadError(`column ${JSON.stringify(header)} must hold ${noun}; ${found}`, {
    code,
    details: { path: header },
  });
}
