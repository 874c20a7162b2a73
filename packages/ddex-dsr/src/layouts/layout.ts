/** What a cell holds; every number is exact text, counts may be decimals. */
export type CellType =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'duration'
  | 'dpid'
  | 'namespaced'
  | 'territory'
  | 'currency'
  | 'commercialModel'
  | 'useType'
  | 'rightsType'
  | 'resourceType';

export interface CellSpec {
  readonly name: string;
  readonly type: CellType;
  readonly optional: boolean;
  readonly list: boolean;
}

/** The part a record plays in a message. */
export type RecordKind =
  | 'head'
  | 'summary'
  | 'release'
  | 'subRelease'
  | 'resource'
  | 'work'
  | 'sale'
  | 'releaseUsage'
  | 'claim'
  | 'subUsage'
  | 'deal'
  | 'footer';

/** The cells of one record version, `RecordType` first. */
export interface Layout {
  readonly code: string;
  readonly kind: RecordKind;
  readonly cells: readonly CellSpec[];
  readonly indexes: ReadonlyMap<string, number>;
  /** Whether cell 2 is the BlockId. */
  readonly inBlock: boolean;
}

/** The short forms of the cell tables. */
const types: Readonly<Record<string, CellType>> = {
  i: 'integer',
  d: 'decimal',
  b: 'boolean',
  date: 'date',
  dt: 'datetime',
  dur: 'duration',
  dpid: 'dpid',
  ns: 'namespaced',
  terr: 'territory',
  cur: 'currency',
  model: 'commercialModel',
  use: 'useType',
  right: 'rightsType',
  resource: 'resourceType',
};

/** Reads one cell of a table: `Name`, then `?` optional, `*` list, and `:type`. */
export function cellSpec(text: string): CellSpec {
  const [, name, marks = '', type] = /^([A-Za-z]+)([?*]*)(?::([a-z]+))?$/.exec(text) ?? [];
  const known = type === undefined ? 'text' : types[type];
  if (name === undefined || known === undefined) throw new TypeError(`no cell: ${text}`);
  return { name, type: known, optional: marks.includes('?'), list: marks.includes('*') };
}

/** The words of a cell table. */
export function words(table: string): readonly string[] {
  return table.trim().split(/\s+/);
}

/** Two cells that hold one amount in two currencies. */
export function pair(name: string, marks = ''): string {
  return `${name}InCurrencyOfTransaction${marks}:d ${name}InCurrencyOfAccounting${marks}:d`;
}

/** A table with some cells under other names or types. */
export function renamed(table: string, changes: Readonly<Record<string, string>>): string {
  const left = new Set(Object.keys(changes));
  const cells = words(table).map((word) => {
    const name = cellSpec(word).name;
    left.delete(name);
    return changes[name] ?? word;
  });
  if (left.size > 0) throw new TypeError(`no such cells: ${[...left].join(', ')}`);
  return cells.join(' ');
}

export function buildLayout(code: string, kind: RecordKind, table: string): Layout {
  const cells = Object.freeze(words(table).map(cellSpec));
  const indexes = new Map(cells.map((cell, index) => [cell.name, index]));
  if (indexes.size !== cells.length) throw new TypeError(`${code} names a cell twice`);
  return Object.freeze({ code, kind, cells, indexes, inBlock: cells[1]?.name === 'BlockId' });
}
