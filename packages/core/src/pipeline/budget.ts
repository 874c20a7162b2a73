import type { ItemField } from '../contracts/line-item.ts';
import type { RowCounts, TotalLine } from '../contracts/manifest.ts';
import { compareDecimals, type Decimal, formatDecimal, negate, parseDecimal } from '../money/decimal.ts';
import { ExactSum } from '../money/exact-sum.ts';

/**
 * How much may be rejected before a report is held for a person.
 *
 * Units: rows; shares in [0, 1]; units as a whole number in text; `rejectedAmount` exact decimals as text by currency, where `*` is every
 * currency not named, rows that carry none included. Money and units count by size: what was taken back does not make up for what was paid.
 */
export interface RejectBudget {
  readonly rejectedRows?: number;
  readonly rejectedRatio?: number;
  readonly rejectedUnits?: string;
  readonly rejectedUnitsRatio?: number;
  readonly rejectedAmount?: Readonly<Record<string, string>>;
  readonly rejectedAmountRatio?: number;
}

/** What a budget is held against. */
export interface BudgetInput {
  readonly budget: RejectBudget;
  readonly counts: RowCounts;
  readonly totals: readonly TotalLine[];
  /** What was rejected, row by row without its sign, by currency; see {@link sizesOf}. */
  readonly rejectedSizes: readonly TotalLine[];
}

type RejectedCells = Partial<Record<ItemField, string>>;

/** A budget that is overdrawn, in words with its numbers, and the setting that allows so much. */
export interface Overdraft {
  readonly what: string;
  readonly setting: string;
}

/** The first budget that is overdrawn; pure. Order: rows, units, money by currency. */
export function overdraft(input: BudgetInput): Overdraft | undefined {
  return rows(input) ?? units(input) ?? money(input);
}

/** What a rejected row counts for here: how much it is about, whichever way it goes. */
export function sizesOf({ currency, units, amount }: RejectedCells): RejectedCells {
  return {
    ...(currency === undefined ? {} : { currency }),
    ...(units === undefined ? {} : { units: units.replace(/^-/, '') }),
    ...(amount === undefined ? {} : { amount: amount.replace(/^-/, '') }),
  };
}

function rows({ counts, budget: { rejectedRows, rejectedRatio } }: BudgetInput): Overdraft | undefined {
  const { read, rejected } = counts;
  if (rejectedRows !== undefined && rejected > rejectedRows)
    return {
      what: `${rejected} rows were rejected, the budget allows ${rejectedRows}`,
      setting: 'budget.rejectedRows',
    };
  if (rejectedRatio !== undefined && rejected > rejectedRatio * read)
    return {
      what: `${rejected} of ${read} rows were rejected, the budget allows a share of ${rejectedRatio}`,
      setting: 'budget.rejectedRatio',
    };
  return undefined;
}

function units({ budget, totals, rejectedSizes }: BudgetInput): Overdraft | undefined {
  const { rejectedUnits, rejectedUnitsRatio } = budget;
  if (rejectedUnits === undefined && rejectedUnitsRatio === undefined) return undefined;
  const size = (lines: readonly TotalLine[]) => sumOfSizes(lines.map((line) => line.units));
  const rejected = size(rejectedSizes);
  const all = size([...totals, ...rejectedSizes]);
  if (rejectedUnits !== undefined && exceeds(rejected, rejectedUnits))
    return {
      what: `rows of ${formatDecimal(rejected)} units were rejected, the budget allows ${rejectedUnits}`,
      setting: 'budget.rejectedUnits',
    };
  if (rejectedUnitsRatio !== undefined && exceedsShare(rejected, all, rejectedUnitsRatio))
    return {
      what: `rows of ${formatDecimal(rejected)} of ${formatDecimal(all)} units were rejected, the budget allows a share of ${rejectedUnitsRatio}`,
      setting: 'budget.rejectedUnitsRatio',
    };
  return undefined;
}

function money({ budget, totals, rejectedSizes }: BudgetInput): Overdraft | undefined {
  const { rejectedAmount = {}, rejectedAmountRatio } = budget;
  const currencies = new Set(rejectedSizes.flatMap((line) => (line.amount === undefined ? [] : (line.currency ?? ''))));
  for (const currency of [...currencies].sort()) {
    const name = currency || 'no currency';
    const size = (lines: readonly TotalLine[]) =>
      sumOfSizes(lines.flatMap((line) => ((line.currency ?? '') === currency ? (line.amount ?? []) : [])));
    const rejected = size(rejectedSizes);
    const all = size([...totals, ...rejectedSizes]);
    const key = Object.hasOwn(rejectedAmount, currency) ? currency : '*';
    const allowed = rejectedAmount[key];
    if (allowed !== undefined && exceeds(rejected, allowed))
      return {
        what: `rows of ${formatDecimal(rejected)} ${name} were rejected, the budget allows ${allowed}`,
        setting: `budget.rejectedAmount.${key}`,
      };
    if (rejectedAmountRatio !== undefined && exceedsShare(rejected, all, rejectedAmountRatio))
      return {
        what: `rows of ${formatDecimal(rejected)} of ${formatDecimal(all)} ${name} were rejected, the budget allows a share of ${rejectedAmountRatio}`,
        setting: 'budget.rejectedAmountRatio',
      };
  }
  return undefined;
}

function sumOfSizes(values: readonly string[]): Decimal {
  const sum = new ExactSum();
  for (const value of values) {
    const parsed = parseDecimal(value);
    if (parsed) sum.addDecimal(parsed.unscaled < 0n ? negate(parsed) : parsed);
  }
  return sum.toDecimal();
}

function exceeds(value: Decimal, allowed: string): boolean {
  const limit = parseDecimal(allowed);
  return limit !== undefined && compareDecimals(value, limit) > 0;
}

/** The share as the decimal that was written, so that nothing is compared in binary. */
function exceedsShare(part: Decimal, whole: Decimal, share: number): boolean {
  const limit = parseDecimal(String(share));
  if (limit === undefined) return false;
  const allowed = { unscaled: whole.unscaled * limit.unscaled, scale: whole.scale + limit.scale };
  return compareDecimals(part, allowed) > 0;
}
