import type { ByteColumn, ItemBatch } from '../contracts/batch.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { ItemField } from '../contracts/line-item.ts';
import type { TotalLine } from '../contracts/manifest.ts';
import { ExactSum } from '../money/exact-sum.ts';
import { groupFields, RowGroups } from './row-groups.ts';

interface Sums {
  readonly key: readonly (string | undefined)[];
  rows: number;
  readonly units: ExactSum;
  readonly amount: ExactSum;
  hasAmount: boolean;
}

/** Cells of rejected rows are whatever their document says: a shifted column must not make a cell of every row. */
const maxRejectedCells = 10_000;

/** Where rows are counted whose cells are one kind too many. */
const beyond: readonly undefined[] = groupFields.map(() => undefined);

/** Exact control totals by territory × period × sale type × currency, added up as batches pass. */
export interface Totals {
  /** Adds the rows of a batch that are alive; `found` is what the groups given at the start said of it. */
  add(batch: ItemBatch, found?: Int32Array): void;
  /** Adds rows one by one as somebody else passes over them; `index` is a row of the batch that is alive. Order: until the next `bind` or `add`. */
  bind(batch: ItemBatch, found?: Int32Array): (index: number) => void;
  /** Adds one row by the text of its cells, for those who have no batch. */
  addRow(item: Partial<Record<ItemField, string>>): void;
  /** Adds one rejected row as far as its cells can be read; beyond 10 000 different cells into one without territory and currency. */
  addRejected(item: Partial<Record<ItemField, string>>): void;
  /** Order: by territory, period, sale type, currency. */
  lines(): TotalLine[];
  amountsByCurrency(): Record<string, string>;
  units(): string;
  snapshot(): JsonValue;
  restore(snapshot: JsonValue): void;
}

const keyOf = (item: Partial<Record<ItemField, string>>) => groupFields.map((field) => item[field] || undefined);

/** `groups` are given by whoever numbers the rows for several. */
export function createTotals(groups = new RowGroups()): Totals {
  const byText = new Map<string, Sums>();
  const textOf = (key: readonly (string | undefined)[]) => JSON.stringify(key.map((cell) => cell ?? null));
  const sumsOf = (key: readonly (string | undefined)[]): Sums => {
    const text = textOf(key);
    const sums = byText.get(text) ?? { key, rows: 0, units: new ExactSum(), amount: new ExactSum(), hasAmount: false };
    byText.set(text, sums);
    return sums;
  };
  /** Sums by number of the group. */
  const known: Sums[] = [];
  let units: ByteColumn | undefined;
  let amount: ByteColumn | undefined;
  let groupOf: Int32Array = new Int32Array(0);
  // One function for all batches: one for each would be optimised for a batch that is gone, and whoever calls it with it.
  const count = (index: number): void => {
    const sums = known[groupOf[index]!]!;
    sums.rows += 1;
    if (units && units.start[index]! >= 0) sums.units.addBytes(units.bytes, units.start[index]!, units.end[index]!);
    if (amount && amount.start[index]! >= 0)
      sums.hasAmount = sums.amount.addBytes(amount.bytes, amount.start[index]!, amount.end[index]!) || sums.hasAmount;
  };
  const bind = (batch: ItemBatch, found = groups.find(batch)) => {
    units = batch.column('units');
    amount = batch.column('amount');
    groupOf = found;
    for (const key of groups.keys().slice(known.length)) known.push(sumsOf(key));
    return count;
  };
  const addTo = (sums: Sums, item: Partial<Record<ItemField, string>>): void => {
    sums.rows += 1;
    if (item.units !== undefined) sums.units.add(item.units);
    if (item.amount !== undefined) sums.hasAmount = sums.amount.add(item.amount) || sums.hasAmount;
  };
  const sorted = (): Sums[] => [...byText].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, sums]) => sums);

  return {
    bind,
    add(batch, found) {
      bind(batch, found);
      for (let index = 0; index < batch.length; index++) if (batch.alive[index] !== 0) count(index);
    },
    addRow: (item) => addTo(sumsOf(keyOf(item)), item),
    addRejected(item) {
      const key = keyOf(item);
      addTo(sumsOf(byText.size < maxRejectedCells || byText.has(textOf(key)) ? key : beyond), item);
    },
    lines: () =>
      sorted()
        .filter(({ rows }) => rows > 0)
        .map(totalLine),
    amountsByCurrency() {
      const amounts = new Map<string, ExactSum>();
      for (const { key, amount, hasAmount } of byText.values()) {
        if (!hasAmount) continue;
        const currency = key[3] ?? '';
        const sum = amounts.get(currency) ?? new ExactSum();
        sum.addDecimal(amount.toDecimal());
        amounts.set(currency, sum);
      }
      return Object.fromEntries([...amounts].sort().map(([currency, sum]) => [currency, sum.toString()]));
    },
    units() {
      const sum = new ExactSum();
      for (const { units } of byText.values()) sum.addDecimal(units.toDecimal());
      return sum.toString();
    },
    snapshot: () =>
      sorted().map(({ key, rows, units, amount, hasAmount }) => [
        key.map((cell) => cell ?? null),
        rows,
        units.toString(),
        hasAmount ? amount.toString() : null,
      ]),
    restore(snapshot) {
      for (const line of snapshot as readonly [(string | null)[], number, string, string | null][]) {
        const [key, rows, units, amount] = line;
        const sums = sumsOf(key.map((cell) => cell ?? undefined));
        sums.rows += rows;
        sums.units.add(units);
        if (amount !== null) sums.hasAmount = sums.amount.add(amount);
      }
    },
  };
}

function totalLine({ key, rows, units, amount, hasAmount }: Sums): TotalLine {
  const [territory = '', period = '', saleType = '', currency] = key;
  return {
    territory,
    period,
    saleType,
    ...(currency === undefined ? {} : { currency }),
    rows,
    units: units.toString(),
    ...(hasAmount ? { amount: amount.toString() } : {}),
  };
}
