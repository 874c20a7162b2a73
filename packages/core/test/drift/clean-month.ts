import { type CellColumn, cellText, columnOf } from '../../src/bytes/cells.ts';
import type { ItemBatch } from '../../src/contracts/batch.ts';
import type { ItemField } from '../../src/contracts/line-item.ts';
import type { Report } from '../../src/contracts/report.ts';
import type { StateStore } from '../../src/contracts/state.ts';
import type { DocumentColumns, ValidatorContext } from '../../src/contracts/validator.ts';
import { openDrift } from '../../src/drift/drift-session.ts';
import { type DriftSettings, driftSettings } from '../../src/drift/settings.ts';
import { createMemoryState } from '../../src/state/memory-state.ts';
import { createSilentLogger } from '../../src/telemetry/logger.ts';

export type Cells = { readonly [F in ItemField]?: string | undefined };

export function reportOf(period: string): Report {
  return { dsp: 'deezer', account: 'label-a', feed: 'sales', period, scope: '-', object: 'sales.tsv', locator: null };
}

/** Rows of one clean month: three territories, 40 rows each, of 20 tracks. */
export function month(change: (row: Cells, index: number) => Cells = (row) => row): Cells[] {
  const places = [
    ['US', 'USD', 0.004],
    ['DE', 'EUR', 0.0035],
    ['SE', 'SEK', 0.05],
  ] as const;
  return places.flatMap(([territory, currency, rate], place) =>
    Array.from({ length: 40 }, (_, at) => {
      const units = 1000 + ((at * 37 + place * 11) % 400);
      const row = {
        isrc: `SEXYZ26000${String(at % 20).padStart(2, '0')}`,
        upc: `06024${String(at % 20).padStart(7, '0')}`,
        ...{ territory, currency, saleType: 'stream', tier: 'premium', units: String(units) },
        amount: (units * rate * (1 + ((at % 7) - 3) / 200)).toFixed(6),
      };
      return change(row, place * 40 + at);
    }),
  );
}

export function batchOf(report: Report, rows: readonly Cells[], from = 0): ItemBatch {
  const fields = ['isrc', 'upc', 'territory', 'saleType', 'tier', 'units', 'amount', 'currency'] as const;
  const columns = new Map<ItemField, CellColumn>();
  for (const field of fields)
    if (rows.some((row) => row[field] !== undefined)) columns.set(field, columnOf(rows.map((row) => row[field])));
  const unused = (): never => {
    throw new Error('drift asks for columns only');
  };
  return {
    ...{ report, length: rows.length, alive: new Uint8Array(rows.length).fill(1) },
    lines: Int32Array.from(rows, (_, index) => from + index + 2),
    column: (field) => columns.get(field),
    text: (field, index) => {
      const column = columns.get(field);
      return column && cellText(column, index);
    },
    ...{ set: unused, item: unused, place: unused, raw: unused },
  };
}

export interface ReadOptions {
  readonly settings?: DriftSettings;
  readonly batchRows?: number;
  readonly columns?: DocumentColumns;
  readonly commit?: boolean;
  /** Checkpoints and goes on in a new session after these batches. */
  readonly resumeAfter?: readonly number[];
  readonly replay?: boolean;
}

/** Takes one report through drift: what it found, and which rows it set aside. */
export async function read(state: StateStore, period: string, rows: readonly Cells[], options: ReadOptions = {}) {
  const { settings = driftSettings({}), batchRows = 32, columns, commit = true, resumeAfter = [], replay } = options;
  const context: ValidatorContext = {
    ...{ report: reportOf(period), pipeline: 'p', money: true, log: createSilentLogger(), state },
    ...(replay ? { replay } : {}),
  };
  const standing = (code: string) => (code.startsWith('Q') ? 'unknown' : code === 'YU' ? 'withdrawn' : 'current');
  let session = await openDrift(settings, context, standing);
  const rejected: { readonly row: number; readonly code: string }[] = [];
  for (let from = 0, at = 0; from < rows.length; from += batchRows, at += 1) {
    const batch = batchOf(context.report, rows.slice(from, from + batchRows), from);
    session.check(batch, {
      reject(index, code) {
        batch.alive[index] = 0;
        rejected.push({ row: from + index, code });
      },
      flag: () => undefined,
    });
    if (!resumeAfter.includes(at)) continue;
    const snapshot = JSON.parse(JSON.stringify(session.snapshot?.()));
    session = await openDrift(settings, { ...context, resumed: snapshot }, standing);
  }
  if (columns) session.columns?.(columns);
  const findings = (await session.finish?.()) ?? [];
  if (commit) await session.commit?.();
  return { findings, rejected, codes: findings.map(({ code }) => code) };
}

/** A state store that has learnt some clean months from January 2026 on. */
export async function learnt(months: number, options: ReadOptions = {}): Promise<StateStore> {
  const state = createMemoryState();
  for (let at = 1; at <= months; at++) await read(state, monthName(at), month(), options);
  return state;
}

export function monthName(at: number): string {
  return `${2026 + Math.floor((at - 1) / 12)}-${String(((at - 1) % 12) + 1).padStart(2, '0')}`;
}

export function times(amount: string | undefined, factor: number): string {
  return (Number(amount) * factor).toFixed(6);
}
