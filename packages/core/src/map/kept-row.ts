import type { KeptRow, Row } from '../contracts/batch.ts';
import type { Join, RowLookup } from './compile-rule.ts';

/** A row in texts, with what its lookups gave for it: what mapping it again takes when the documents are gone. */
export function keptRow(
  row: Row,
  header: readonly string[],
  joins: readonly Join[],
  lookups: Readonly<Record<string, RowLookup>>,
): KeptRow {
  const texts = row.toObject();
  const names = new Set([...header, ...Object.keys(texts)]);
  const cells = Object.fromEntries([...names].map((name) => [name, texts[name] ?? null]));
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
