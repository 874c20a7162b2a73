import {
  type Finding,
  itemFields,
  type JsonValue,
  type Judge,
  type Report,
  type SharedTables,
  type StateStore,
  type StateWrite,
  type TObject,
  type Validator,
} from '@ledgerline/core';
import { type ItemCells, PlainItemBatch } from '../rows/item-batch.ts';
import { createRecordingLog } from '../world/recording-log.ts';

/** A validator of any configuration. */
export type AnyValidator = Validator<TObject, never>;

/** A row, and what the validator must say of it. */
export interface JudgedRow {
  readonly row: ItemCells;
  /** The code it must be rejected with; it must pass when absent. */
  readonly rejected?: string;
}

export interface ValidatorUnderTest {
  readonly validator: AnyValidator;
  /** What an operator would write, defaults included. */
  readonly config: object;
  /** @default true */
  readonly money?: boolean;
  readonly rows: readonly JudgedRow[];
}

/** What a validator said of a document. */
export interface Judged {
  /** `index code field` of every rejection, in order. */
  readonly rejections: readonly string[];
  /** How often each kind was flagged. */
  readonly flags: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
  /** The rows as it left them. */
  readonly rows: readonly string[];
  readonly writes: readonly StateWrite[];
}

const report: Report = {
  ...{ dsp: 'sample', account: 'kit', feed: 'sales', period: '2026-03', scope: '-' },
  ...{ locator: null, object: 'kit.csv' },
};

function memoryState(writes: StateWrite[]): StateStore {
  const kept = new Map<string, JsonValue>();
  return {
    get: async (space, key) => kept.get(`${space}\n${key}`),
    list: async () => [],
    async write(changes) {
      writes.push(...changes);
      for (const { space, key, value } of changes) if (value !== undefined) kept.set(`${space}\n${key}`, value);
    },
    close: async () => undefined,
  };
}

function memoryTables(): SharedTables {
  const tables = new Map<string, Promise<Map<string, readonly (string | undefined)[]>>>();
  return {
    open(key, fill) {
      const table = tables.get(key) ?? filled(fill);
      tables.set(key, table);
      return table;
    },
  };
}

async function filled(fill: Parameters<SharedTables['open']>[1]) {
  const rows = new Map<string, readonly (string | undefined)[]>();
  await fill({ put: (key, values) => void rows.set(key, values) });
  return rows;
}

/** Options of one reading. Units: rows of a batch; `killedAfter` batches. */
export interface Reading {
  readonly batchRows?: number;
  readonly killedAfter?: number;
  /** Rows that somebody before has rejected. */
  readonly dead?: readonly number[];
  /** Sees every batch before the validator does. */
  readonly wrap?: (batch: PlainItemBatch) => PlainItemBatch;
}

/** The cells that are there, in one order. */
function cellsOf(batch: PlainItemBatch, index: number): ItemCells {
  return Object.fromEntries(
    itemFields.flatMap((field) => {
      const text = batch.text(field, index);
      return text === undefined ? [] : [[field, text]];
    }),
  );
}

/** Lets the validator judge the rows as a pipeline would. */
export async function judge(
  { validator, config, money = true }: ValidatorUnderTest,
  rows: readonly ItemCells[],
  how: Reading = {},
): Promise<Judged> {
  const { batchRows = rows.length, killedAfter, dead = [], wrap = (batch: PlainItemBatch) => batch } = how;
  const writes: StateWrite[] = [];
  const context = { report, money, log: createRecordingLog().log, state: memoryState(writes), tables: memoryTables() };
  const rejections: string[] = [];
  const flags = new Map<string, number>();
  const left: string[] = [];
  let session = await validator.open(config as never, context);
  let batches = 0;
  for (let from = 0; from < rows.length; from += Math.max(1, batchRows)) {
    const batch = new PlainItemBatch(report, rows.slice(from, from + Math.max(1, batchRows)), from + 2);
    for (const index of dead) if (index >= from && index < from + batch.length) batch.alive[index - from] = 0;
    const bench: Judge = {
      reject(index, code, field) {
        if (batch.alive[index] === 0) return;
        batch.alive[index] = 0;
        rejections.push(`${from + index} ${code} ${field ?? '-'}`);
      },
      flag(_, code, field, message) {
        const kind = `${code} ${field ?? '-'} ${message}`;
        flags.set(kind, (flags.get(kind) ?? 0) + 1);
      },
    };
    session.check(wrap(batch), bench);
    for (let index = 0; index < batch.length; index += 1) left.push(JSON.stringify(cellsOf(batch, index)));
    batches += 1;
    if (batches !== killedAfter) continue;
    const resumed: JsonValue | undefined = session.snapshot?.();
    const text = resumed === undefined ? undefined : JSON.stringify(resumed);
    session = await validator.open(
      config as never,
      text === undefined ? context : { ...context, resumed: JSON.parse(text) },
    );
  }
  const findings = (await session.finish?.()) ?? [];
  return { rejections, flags, findings, rows: left, writes };
}
