import type { KeptRow, Row } from '../contracts/batch.ts';
import type { Join, RowLookup } from './compile-rule.ts';

/** A row in texts, with what its lookups gave for it: what mapping it again takes when the documents are gone. */
export function keptRow(row: Row, joins: readonly Join[], lookups: Readonly<Record<string, RowLookup>>): KeptRow {
  const cells = Object.fromEntries(Object.entries(row.toObject()).map(([name, text]) => [name, text ?? null]));
  const joined = joins.flatMap(({ lookup, header }) => {
    const key = cells[header];
    const table = lookups[lookup];
    if (!key || table === undefined) return [];
    const found = table.get(key);
    const values = Object.fromEntries(table.fields.map((field, index) => [field, found?.[index] ?? null]));
    return [{ lookup, key, values }];
  });
  return joined.length === 0 ? { cells } : { cells, joined };
}
