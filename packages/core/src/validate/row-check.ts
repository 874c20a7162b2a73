import { cellText } from '../bytes/cells.ts';
import type { ByteColumn, ItemBatch } from '../contracts/batch.ts';
import type { ItemField } from '../contracts/line-item.ts';
import {
  areDigits,
  isCapitals,
  isDecimalCell,
  isIntegerCell,
  isIsrcCell,
  isNegativeCell,
  isPeriodCell,
} from './cell-checks.ts';
import { returnWords } from './line-item-schema.ts';

/** What can be wrong with a row; `what` completes "the row's …", `next` is what a person does about it. */
export interface RowFault {
  readonly code: string;
  readonly field: ItemField;
  readonly what: string;
  readonly next: string;
}

const minus = 45;

type CellTest = (bytes: Uint8Array, start: number, end: number) => boolean;

interface FieldRule {
  readonly field: ItemField;
  readonly holds: CellTest;
  readonly invalid: RowFault;
  /** What is wrong when the cell is not there, for required fields. */
  readonly missing?: RowFault;
  /** What is wrong when it is there, for fields that may not be. */
  readonly unexpected?: RowFault;
}

const returns = new RegExp(returnWords.join('|'), 'i');
const negative = fault(
  'UNITS_NEGATIVE',
  'units',
  'units are negative though neither its sale type nor its amount takes anything back',
  {
    next: `give returns a sale type that contains one of ${returnWords.join(', ')}`,
  },
);

/**
 * The constraints of the line item schema, checked cell by cell on bytes.
 *
 * Shape: gives the first fault of row `index` in the order of the fields, or undefined when the schema accepts it. The parts of a row that
 * are not mapped (dsp, account, feed, source) are the report's own and not looked at.
 */
export function rowCheck(batch: ItemBatch, money: boolean): (index: number) => RowFault | undefined {
  const rules = money ? moneyRules : usageRules;
  const bound = rules.map((rule) => ({ rule, column: batch.column(rule.field) }));
  const units = batch.column('units');
  const saleType = batch.column('saleType');
  const amount = batch.column('amount');
  const isOrdinary = money ? ordinaryMoneyRow(batch) : undefined;
  return (index) => {
    if (isOrdinary?.(index)) return undefined;
    for (const { rule, column } of bound) {
      const start = column === undefined ? -1 : column.start[index]!;
      const end = column === undefined ? -1 : column.end[index]!;
      if (start < 0 || start >= end) {
        if (rule.missing !== undefined) return rule.missing;
      } else if (rule.unexpected !== undefined) return rule.unexpected;
      else if (!rule.holds(column!.bytes, start, end)) return rule.invalid;
    }
    return isReturnOrPositive(units!, saleType!, amount, index) ? undefined : negative;
  };
}

/**
 * Says of a row that nothing is wrong with it, or that it takes a closer look; the rules in one piece, since most rows are ordinary and
 * one function that calls the tests by name takes half the time of a list of rules.
 */
function ordinaryMoneyRow(batch: ItemBatch): ((index: number) => boolean) | undefined {
  const [isrc, territory, period, saleType] = [
    batch.column('isrc'),
    batch.column('territory'),
    batch.column('period'),
    batch.column('saleType'),
  ];
  const [units, amount, currency] = [batch.column('units'), batch.column('amount'), batch.column('currency')];
  if (!isrc || !territory || !period || !saleType || !units || !amount || !currency || batch.column('amountUsd'))
    return undefined;
  return (index) =>
    isIsrcCell(isrc.bytes, isrc.start[index]!, isrc.end[index]!) &&
    isCapitals(territory.bytes, territory.start[index]!, territory.end[index]!, 2) &&
    isPeriodCell(period.bytes, period.start[index]!, period.end[index]!) &&
    saleType.start[index]! >= 0 &&
    saleType.start[index]! < saleType.end[index]! &&
    areDigits(units.bytes, units.start[index]!, units.end[index]!) &&
    isDecimalCell(amount.bytes, amount.start[index]!, amount.end[index]!) &&
    isCapitals(currency.bytes, currency.start[index]!, currency.end[index]!, 3);
}

function isReturnOrPositive(
  units: ByteColumn,
  saleType: ByteColumn,
  amount: ByteColumn | undefined,
  index: number,
): boolean {
  if (!isNegativeCell(units.bytes, units.start[index]!, units.end[index]!)) return true;
  const amountStart = amount?.start[index] ?? -1;
  if (amountStart >= 0 && amount?.bytes[amountStart] === minus) return true;
  return returns.test(cellText(saleType, index) ?? '');
}

const required: readonly FieldRule[] = [
  rule('isrc', 'ISRC', isIsrcCell, 'is not two letters, three letters or digits and seven digits'),
  needed('territory', 'territory', (b, s, e) => isCapitals(b, s, e, 2), 'is not two capital letters'),
  needed('period', 'period', isPeriodCell, 'is not YYYY-MM, YYYY-MM-DD or YYYY-MM-DD--YYYY-MM-DD with days that exist'),
  needed('saleType', 'sale type', () => true, 'is not text'),
  needed('units', 'units', isIntegerCell, 'are not a whole number'),
];

const moneyRules: readonly FieldRule[] = [
  ...required,
  needed('amount', 'amount', isDecimalCell, 'is not a plain decimal'),
  needed('currency', 'currency', (b, s, e) => isCapitals(b, s, e, 3), 'is not three capital letters'),
  rule('amountUsd', 'amount in US dollars', isDecimalCell, 'is not a plain decimal'),
];

const usageRules: readonly FieldRule[] = [
  ...required,
  forbidden('amount', 'amount'),
  forbidden('currency', 'currency'),
  forbidden('amountUsd', 'amount in US dollars'),
];

function rule(field: ItemField, name: string, holds: CellTest, wrong: string): FieldRule {
  return { field, holds, invalid: fault(`${codeOf(field)}_INVALID`, field, `${name} ${wrong}`) };
}

function needed(field: ItemField, name: string, holds: CellTest, wrong: string): FieldRule {
  const missing = fault(`${codeOf(field)}_MISSING`, field, `${name} is missing`);
  return { ...rule(field, name, holds, wrong), missing };
}

function forbidden(field: ItemField, name: string): FieldRule {
  const next = 'declare the feed with money: true, or leave the field out of its mapping';
  const unexpected = fault(`${codeOf(field)}_UNEXPECTED`, field, `${name} has no place in a feed of usage only`, {
    next,
  });
  return { field, holds: () => false, invalid: unexpected, unexpected };
}

function fault(code: string, field: ItemField, what: string, options: { readonly next?: string } = {}): RowFault {
  const next = options.next ?? `correct the mapping of ${field}, or the row at its source, and replay the dead letter`;
  return { code, field, what, next };
}

function codeOf(field: ItemField): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
