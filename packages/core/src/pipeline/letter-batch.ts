import { columnOf } from '../bytes/cells.ts';
import type { KeptRow, Row, RowBatch } from '../contracts/batch.ts';
import type { DeadLetter } from '../contracts/manifest.ts';
import { strictDecimal, strictInteger } from '../decode/strict-cells.ts';
import { PayloadError } from '../errors/leaves.ts';
import type { RowLookup } from '../map/compile-rule.ts';

/** A dead letter whose row can be mapped again. */
export type ReplayableLetter = DeadLetter & { readonly row: KeptRow };

export function isReplayable(letter: DeadLetter): letter is ReplayableLetter {
  return letter.row !== undefined && letter.resolution === undefined;
}

/** Rows of dead letters as a batch, whatever format they came in; places and texts are those of their document. */
export function letterBatch(letters: readonly ReplayableLetter[]): RowBatch {
  const header = [...new Set(letters.flatMap(({ row }) => Object.keys(row.cells)))];
  const known = new Set(header);
  const rowOf = (index: number): Row => {
    const cells = letters[index]!.row.cells;
    const get = (name: string) => {
      if (!known.has(name)) throw absent(name, header);
      return cells[name] ?? undefined;
    };
    return {
      get,
      int: (name) => strictInteger(name, get(name)),
      decimal: (name) => strictDecimal(name, get(name)),
      toObject: () => Object.fromEntries(header.map((name) => [name, cells[name] ?? undefined])),
    };
  };
  const last = letters.at(-1)?.source ?? { record: 0, line: 1, byteOffset: 0 };
  return {
    length: letters.length,
    header,
    records: letters.length,
    column(name) {
      if (!known.has(name)) throw absent(name, header);
      return columnOf(letters.map(({ row }) => row.cells[name] ?? undefined));
    },
    row: rowOf,
    place: (index) => letters[index]!.source,
    raw: (index) => letters[index]!.raw,
    lines: Int32Array.from(letters, ({ source }) => source.line),
    rejects: [],
    skipped: {},
    cursor: { record: last.record, line: last.line, byteOffset: last.byteOffset, digest: '' },
  };
}

/** What lookups gave when the rows were read. */
export function letterLookups(letters: readonly ReplayableLetter[]): Record<string, RowLookup> {
  const tables: Record<string, { fields: Set<string>; rows: Map<string, Readonly<Record<string, string | null>>> }> =
    {};
  for (const { lookup, key, values } of letters.flatMap(({ row }) => row.joined ?? [])) {
    tables[lookup] ??= { fields: new Set(), rows: new Map() };
    for (const field of Object.keys(values)) tables[lookup].fields.add(field);
    tables[lookup].rows.set(key, values);
  }
  return Object.fromEntries(
    Object.entries(tables).map(([name, { fields, rows }]) => {
      const order = [...fields];
      const get = (key: string) => {
        const values = rows.get(key);
        return values && order.map((field) => values[field] ?? undefined);
      };
      return [name, { fields: order, get }];
    }),
  );
}

function absent(name: string, header: readonly string[]): PayloadError {
  return new PayloadError(`The rows have no column ${JSON.stringify(name)}; they have ${header.join(', ')}.`, {
    code: 'COLUMN_MISSING',
    details: { path: name },
  });
}
