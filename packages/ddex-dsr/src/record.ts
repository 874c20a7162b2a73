import { type Decimal, type Period, parseDecimal, parsePeriod } from '@ledgerline/core';
import { readBoolean } from './check-value.ts';
import type { Cell, Dialect } from './escaping.ts';
import type { DsrPlace } from './issues.ts';
import type { CellSpec, Layout, RecordKind } from './layouts/layout.ts';
import { readCells } from './read-cells.ts';

/** A value as its type reads: numbers stay exact text, dates are periods, absent cells undefined. */
export type DsrValue = string | boolean | Period | readonly string[] | undefined;

/**
 * One record of a DSR file, its cells by the names of its version.
 *
 * Errors: asking for a cell that the record version does not have throws a RangeError; {@link has} tells.
 */
export class DsrRecord implements DsrPlace {
  /** The record code as received: `SU02.01`. */
  readonly type: string;
  readonly layout: Layout;
  readonly object: string;
  readonly line: number;
  readonly byteOffset: number;
  /** The line as received. */
  readonly raw: string;
  readonly #dialect: Dialect;
  #cells: readonly Cell[] | undefined;

  constructor(layout: Layout, cells: readonly Cell[], raw: string, place: DsrPlace, dialect: Dialect) {
    this.type = textOf(cells[0]!);
    this.layout = layout;
    this.#cells = cells;
    this.#dialect = dialect;
    this.raw = raw;
    this.object = place.object;
    this.line = place.line;
    this.byteOffset = place.byteOffset;
  }

  /** Lets go of the cells; they are decoded again from `raw` when one is asked for. */
  forget(): void {
    this.#cells = undefined;
  }

  get kind(): RecordKind {
    return this.layout.kind;
  }

  /** The id of the block it stands in; undefined for records outside of blocks. */
  get block(): string | undefined {
    return this.layout.inBlock ? textOf(this.#all()[1] ?? '') : undefined;
  }

  /** The cells beyond those its version has. */
  get surplus(): readonly string[] {
    return this.#all().slice(this.layout.cells.length).map(textOf);
  }

  has(name: string): boolean {
    return this.layout.indexes.has(name);
  }

  /** The cell as text, list members joined by pipes; undefined when it is empty or was cut off. */
  get(name: string): string | undefined {
    const cell = this.#all()[this.#indexOf(name)];
    if (cell === undefined || cell === '') return undefined;
    return textOf(cell);
  }

  /** The first of some cells that this version has and that is filled. */
  first(...names: readonly string[]): string | undefined {
    const { indexes } = this.layout;
    const cells = this.#all();
    for (const name of names) {
      const index = indexes.get(name);
      const cell = index === undefined ? undefined : cells[index];
      if (cell !== undefined && cell !== '') return textOf(cell);
    }
    return undefined;
  }

  /** As {@link first}, by the cells' places in the layout. */
  firstAt(indexes: readonly number[]): string | undefined {
    const cells = this.#all();
    for (const index of indexes) {
      const cell = cells[index];
      if (cell !== undefined && cell !== '') return textOf(cell);
    }
    return undefined;
  }

  /** The members of a list cell, empty ones included; a filled single cell is a list of one. */
  list(name: string): readonly string[] {
    const cell = this.#all()[this.#indexOf(name)];
    if (cell === undefined || cell === '') return [];
    return typeof cell === 'string' ? [cell] : cell;
  }

  /** An exact decimal; undefined when the cell is empty or something else. */
  decimal(name: string): Decimal | undefined {
    const text = this.get(name);
    return text === undefined ? undefined : parseDecimal(text.trim());
  }

  boolean(name: string): boolean | undefined {
    const text = this.get(name);
    return text === undefined ? undefined : readBoolean(text.trim());
  }

  /** The day, month or year of a date cell. */
  period(name: string): Period | undefined {
    const text = this.get(name);
    return text === undefined ? undefined : parsePeriod(text.trim());
  }

  /** Every cell of its version, read by its type; a value that cannot be read so stays text. */
  toObject(): Record<string, DsrValue> {
    return Object.fromEntries(this.layout.cells.map((cell) => [cell.name, this.#value(cell)]));
  }

  #value({ name, type, list }: CellSpec): DsrValue {
    if (list) return this.list(name);
    if (type === 'boolean') return this.boolean(name) ?? this.get(name);
    if (type === 'date') return this.period(name) ?? this.get(name);
    return this.get(name);
  }

  #all(): readonly Cell[] {
    if (this.#cells !== undefined) return this.#cells;
    const cells = readCells(this.raw, this.layout, this.#dialect);
    return 'message' in cells ? [] : cells;
  }

  #indexOf(name: string): number {
    const index = this.layout.indexes.get(name);
    if (index === undefined) throw new RangeError(`${this.layout.code} has no cell ${name}`);
    return index;
  }
}

/** Reads the first filled one of some cells, by names that are looked up once per run of records of one version. */
export function cellReader(names: readonly string[]): (record: DsrRecord) => string | undefined {
  let layout: Layout | undefined;
  let places: readonly number[] = [];
  return (record) => {
    if (record.layout !== layout) {
      layout = record.layout;
      places = placesOf(layout, names);
    }
    return record.firstAt(places);
  };
}

function placesOf({ indexes }: Layout, names: readonly string[]): readonly number[] {
  const places: number[] = [];
  for (const name of names) {
    const index = indexes.get(name);
    if (index !== undefined) places.push(index);
  }
  return places;
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.join('|');
}
