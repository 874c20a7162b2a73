import type { ItemBatch, RejectedRow, RowBatch } from '../contracts/batch.ts';
import type { ColumnMap, RowMapper } from '../contracts/columns.ts';
import type { ItemField } from '../contracts/line-item.ts';
import type { Report } from '../contracts/report.ts';
import { ConfigError } from '../errors/leaves.ts';
import type { Join, RowLookup } from './compile-rule.ts';
import { fieldChecks } from './field-checks.ts';
import { HeaderMatch } from './header-match.ts';
import { keptRow } from './kept-row.ts';
import { type BatchMapper, mapByColumns } from './map-columns.ts';
import { mapByRows } from './map-rows.ts';
import { MappedBatch } from './mapped-batch.ts';
import { RowFaults } from './row-fault.ts';

/** Exactly one of `columns` and `map`. */
export interface MappingOptions {
  readonly columns?: ColumnMap | undefined;
  readonly map?: RowMapper | undefined;
  /** Headers that are known and deliberately not mapped. */
  readonly ignore?: readonly string[] | undefined;
  readonly report: Report;
  /** Whether amount and currency are required. */
  readonly money: boolean;
  readonly lookups?: Readonly<Record<string, RowLookup>> | undefined;
}

export interface MappedRows {
  readonly items: ItemBatch;
  /** Rows that could not be mapped, dead in `items`. Order: by row. */
  readonly rejects: readonly RejectedRow[];
}

/** The mapping of one document: bound to its header once, then asked batch by batch, in order. */
export interface Mapping {
  /** Gives the columns it will ask batches for; errors are PayloadErrors (`COLUMN_MISSING`, `COLUMN_AMBIGUOUS`, `FACT_MISSING`). */
  bind(header: readonly string[]): readonly string[];
  /** All headers of the document; none before it is bound. */
  readonly header: readonly string[];
  /** Headers that are neither mapped nor ignored; with a `map` function complete after the first batch. */
  readonly unknownHeaders: readonly string[];
  map(batch: RowBatch): MappedRows;
}

/**
 * Prepares the mapping of a document.
 *
 * Errors: ConfigError when the feed has not exactly one of `columns` and `map`, or its columns leave out a required field.
 */
export function createMapping(options: MappingOptions): Mapping {
  const { columns, map, ignore = [], report, money, lookups = {} } = options;
  if ((columns === undefined) === (map === undefined)) {
    throw new ConfigError(`Feed ${report.feed} of ${report.dsp} must have exactly one of \`columns\` and \`map\`.`);
  }
  if (columns !== undefined) requireFields(columns, report, money);
  const checks = fieldChecks(money);
  const asked = new Set<string>();
  const joins: Join[] = [];
  let bound: { readonly header: HeaderMatch; readonly mapper: BatchMapper } | undefined;
  let documentHeader: readonly string[] = [];

  return {
    bind(names) {
      documentHeader = names;
      const header = new HeaderMatch(names, report.object);
      const mapper =
        columns === undefined
          ? mapByRows(map as RowMapper, report, names, asked)
          : mapByColumns(columns, header, { report, lookups, joins });
      bound = { header, mapper };
      return header.used;
    },
    get header() {
      return documentHeader;
    },
    get unknownHeaders() {
      if (columns === undefined && asked.size === 0) return [];
      return bound?.header.unknown(ignore, asked) ?? [];
    },
    map(batch) {
      if (bound === undefined) throw new TypeError('map was called before bind');
      const faults = new RowFaults();
      const cells = bound.mapper(batch, faults);
      for (const check of checks) {
        const checked = check.apply(cells.get(check.field), batch.length, faults);
        if (checked !== undefined) cells.set(check.field, checked);
      }
      const items = new MappedBatch(report, batch, cells, (row) => keptRow(row, batch.header, joins, lookups));
      return { items, rejects: bury(items, faults) };
    },
  };
}

function bury(items: MappedBatch, faults: RowFaults): RejectedRow[] {
  return faults.entries().map(([row, { code, path, message }]) => {
    items.alive[row] = 0;
    const place = items.place(row);
    return {
      stage: 'map',
      code,
      path,
      message,
      place,
      raw: items.raw(row),
      item: items.fields(row),
      row: items.kept(row),
    };
  });
}

function requireFields(columns: ColumnMap, report: Report, money: boolean): void {
  const required: ItemField[] = [
    'territory',
    'period',
    'saleType',
    'units',
    ...(money ? (['amount', 'currency'] as const) : []),
  ];
  const missing = required.filter((field) => columns[field] === undefined);
  if (missing.length === 0) return;
  throw new ConfigError(
    `Feed ${report.feed} of ${report.dsp} maps no ${missing.join(', no ')}. Give each a column, a constant or a property of the report.`,
    { details: { path: missing[0] } },
  );
}
