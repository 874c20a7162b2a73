import { type CellColumn, cellText, columnOf } from '../bytes/cells.ts';
import type { ItemBatch } from '../contracts/batch.ts';
import { type ItemField, itemFields, type RoyaltyLineItem } from '../contracts/line-item.ts';
import { type Report, reportId } from '../contracts/report.ts';
import type { Judge, Validator, ValidatorContext } from '../contracts/validator.ts';

export type ItemCells = { readonly [F in ItemField]?: string | undefined };

export const report: Report = {
  dsp: 'deezer',
  account: 'label-a',
  feed: 'sales',
  period: '2026-03',
  scope: '-',
  object: 'sales.tsv',
  locator: null,
};

/** A batch made of objects, as validators see it; a column that no row has is absent, as in a document without it. */
export function objectBatch(rows: readonly ItemCells[]): ItemBatch {
  const columns = new Map<ItemField, CellColumn>();
  for (const field of itemFields) {
    if (rows.some((row) => row[field] !== undefined)) columns.set(field, columnOf(rows.map((row) => row[field])));
  }
  const textOf = (field: ItemField, index: number) => {
    const column = columns.get(field);
    return column && cellText(column, index);
  };
  const { dsp, account, feed } = report;
  return {
    report,
    length: rows.length,
    alive: new Uint8Array(rows.length).fill(1),
    lines: Int32Array.from(rows, (_, index) => index + 2),
    column: (field) => columns.get(field),
    text: textOf,
    set(field, index, value) {
      columns.set(field, columnOf(rows.map((_, row) => (row === index ? value : textOf(field, row)))));
    },
    item(index) {
      const cells = Object.fromEntries(itemFields.map((field) => [field, textOf(field, index)] as const));
      const present = Object.fromEntries(Object.entries(cells).filter(([, text]) => text !== undefined));
      const source = { report: reportId(report), line: index + 2 };
      return {
        dsp,
        account,
        feed,
        ...(present as Omit<RoyaltyLineItem, 'dsp' | 'account' | 'feed' | 'source'>),
        source,
      };
    },
    place: (index) => ({ object: report.object, record: index, line: index + 2, byteOffset: 0 }),
    raw: (index) => Object.values(rows[index]!).join('\t'),
  };
}

export interface Said {
  readonly index: number;
  readonly code: string;
  readonly field: ItemField | undefined;
  readonly message: string;
}

/** A judge that keeps what it was told; the first rejection of a row stands. */
export function listeningJudge(batch: ItemBatch): { judge: Judge; rejects: Said[]; flags: Said[] } {
  const rejects: Said[] = [];
  const flags: Said[] = [];
  const judge: Judge = {
    reject(index, code, field, message) {
      if (batch.alive[index] === 0) return;
      batch.alive[index] = 0;
      rejects.push({ index, code, field, message });
    },
    flag(index, code, field, message) {
      flags.push({ index, code, field, message });
    },
  };
  return { judge, rejects, flags };
}

/** A context without state and log: these validators use neither. */
export function contextOf(money: boolean, resumed?: ValidatorContext['resumed']): ValidatorContext {
  const nothing = () => undefined;
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => log };
  const state = { get: async () => undefined, list: async () => [], write: async () => {}, close: async () => {} };
  return { report, money, log, state, ...(resumed === undefined ? {} : { resumed }) };
}

/** Runs a validator over one batch of objects. */
export async function judged(
  validator: Validator,
  config: Record<string, unknown>,
  rows: readonly ItemCells[],
  money = true,
) {
  const batch = objectBatch(rows);
  const session = await validator.open(config, contextOf(money));
  const { judge, rejects, flags } = listeningJudge(batch);
  session.check(batch, judge);
  return { batch, session, rejects, flags };
}
