import { type CellColumn, columnOf } from '../bytes/cells.ts';
import type { Row, RowBatch } from '../contracts/batch.ts';
import { PayloadError } from '../errors/leaves.ts';

export type Table = readonly (readonly (string | undefined)[])[];

/** A batch over a table of texts, for tests of what comes after decoding. */
export function rowBatch(header: readonly string[], table: Table): RowBatch {
  const columns = new Map<string, CellColumn>();
  for (const [index, name] of header.entries()) columns.set(name, columnOf(table.map((cells) => cells[index])));
  const indexOf = (name: string) => {
    const index = header.indexOf(name);
    if (index < 0) throw new PayloadError(`no column ${name}`, { code: 'COLUMN_MISSING' });
    return index;
  };
  const place = (record: number) => ({ object: 'table', record, line: record + 2, byteOffset: record * 10 });
  const rowOf = (index: number): Row => {
    const get = (name: string) => table[index]?.[indexOf(name)];
    const strict = (name: string) => {
      throw new PayloadError(`${name} is none`, { code: 'CELL_NOT_INTEGER', details: { path: name } });
    };
    const toObject = () => Object.fromEntries(header.map((name) => [name, get(name)]));
    return { get, int: strict, decimal: strict, toObject };
  };
  return {
    length: table.length,
    header,
    records: table.length,
    column(name) {
      const column = columns.get(name);
      if (column === undefined) throw new RangeError(`${name} was not bound`);
      return column;
    },
    row: rowOf,
    place,
    raw: (index) => (table[index] ?? []).join('|'),
    lines: Int32Array.from(table, (_, index) => index + 2),
    rejects: [],
    skipped: {},
    cursor: { record: table.length, line: table.length + 2, byteOffset: 0, digest: '' },
  };
}
