import { type Decimal, type Period, parseDecimal, parsePeriod } from '@ledgerline/core';
import { readBoolean } from './check-value.ts';
import type { Cell } from './escaping.ts';
import type { DsrPlace } from './issues.ts';
import type { CellSpec, Layout, RecordKind } from './layouts/layout.ts';

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
  readonly #cells: readonly Cell[];

  constructor(layout: Layout, cells: readonly Cell[], raw: string, place: DsrPlace) {
    this.type = textOf(cells[0]!);
    this.layout = layout;
    this.#cells = cells;
    this.raw = raw;
    this.object = place.object;
    this.line = place.line;
    this.byteOffset = place.byteOffset;
  }

  get kind(): RecordKind {
    return this.layout.kind;
  }

  /** The id of the block it stands in; undefined for records outside of blocks. */
  get block(): string | undefined {
    return this.layout.inBlock ? textOf(this.#cells[1] ?? '') : undefined;
  }

  /** The cells beyond those its version has. */
  get surplus(): readonly string[] {
    return this.#cells.slice(this.layout.cells.length).map(textOf);
  }

  has(name: string): boolean {
    return this.layout.indexes.has(name);
  }

  /** The cell as text, list members joined by pipes; undefined when it is empty or was cut off. */
  get(name: string): string | undefined {
    const cell = this.#cells[this.#indexOf(name)];
    if (cell === undefined || cell === '') return undefined;
    return textOf(cell);
  }

  /** The first of some cells that this version has and that is filled. */
  first(...names: readonly string[]): string | undefined {
    return this.firstOf(names);
  }

  /** As {@link first}, for names that are kept. */
  firstOf(names: readonly string[]): string | undefined {
    const { indexes } = this.layout;
    for (const name of names) {
      const index = indexes.get(name);
      const cell = index === undefined ? undefined : this.#cells[index];
      if (cell !== undefined && cell !== '') return textOf(cell);
    }
    return undefined;
  }

  /** The members of a list cell, empty ones included; a filled single cell is a list of one. */
  list(name: string): readonly string[] {
    const cell = this.#cells[this.#indexOf(name)];
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

  #indexOf(name: string): number {
    const index = this.layout.indexes.get(name);
    if (index === undefined) throw new RangeError(`${this.layout.code} has no cell ${name}`);
    return index;
  }
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.join('|');
}
