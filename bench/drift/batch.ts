import { type CellColumn, cellText, columnOf } from '../../packages/core/src/bytes/cells.ts';
import type { ItemBatch } from '../../packages/core/src/contracts/batch.ts';
import type { ItemField } from '../../packages/core/src/contracts/line-item.ts';
import type { Report } from '../../packages/core/src/contracts/report.ts';
import type { SimulatedReport, SimulatedRow } from './world.ts';

const fields = ['isrc', 'upc', 'territory', 'saleType', 'tier', 'units', 'amount', 'currency'] as const;
const batchRows = 4096;

export const columnNames: readonly string[] = [
  'ISRC',
  'UPC',
  'Country',
  'Type',
  'Plan',
  'Plays',
  'Royalty',
  'Currency',
];

export function keyOf({ feed, period }: Pick<SimulatedReport, 'feed' | 'period'>): Report {
  const object = `${feed.name}-${period}.tsv`;
  return { dsp: 'simulated', account: 'label-a', feed: feed.name, period, scope: '-', object, locator: null };
}

/** A report as validators see it. */
export function* batchesOf(report: SimulatedReport): Generator<ItemBatch> {
  for (let from = 0; from < report.rows.length; from += batchRows)
    yield batchOf(report, report.rows.slice(from, from + batchRows), from);
}

function batchOf(report: SimulatedReport, rows: readonly SimulatedRow[], from: number): ItemBatch {
  const columns = new Map<ItemField, CellColumn>();
  for (const field of fields) {
    const texts = rows.map((row) => String(row[field]) || undefined);
    if (texts.some((text) => text !== undefined)) columns.set(field, columnOf(texts));
  }
  const key = keyOf(report);
  const unused = (): never => {
    throw new Error('drift asks for columns only');
  };
  return {
    report: key,
    length: rows.length,
    alive: new Uint8Array(rows.length).fill(1),
    lines: Int32Array.from(rows, (_, index) => from + index + 2),
    column: (field) => columns.get(field),
    text: (field, index) => {
      const column = columns.get(field);
      return column && cellText(column, index);
    },
    set: unused,
    item: unused,
    place: unused,
    raw: unused,
  };
}
