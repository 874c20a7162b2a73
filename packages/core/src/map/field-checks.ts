import { type CellColumn, ColumnBuilder } from '../bytes/cells.ts';
import type { ItemField } from '../contracts/line-item.ts';
import { normalizeDecimal } from '../money/decimal.ts';
import { normalizeInteger } from '../money/integer.ts';
import { formatPeriod, parsePeriod } from '../time/period.ts';
import { CellMemo } from './cell-memo.ts';
import type { RowFaults } from './row-fault.ts';

/** What a field of the line item must be before anything else looks at it. */
export interface FieldCheck {
  readonly field: ItemField;
  /** Puts faults on record and gives the column in canonical form; the same column when nothing had to change. */
  apply(column: CellColumn | undefined, length: number, faults: RowFaults): CellColumn | undefined;
}

/** The checks of a feed; order decides which fault of a row stands. */
export function fieldChecks(money: boolean): readonly FieldCheck[] {
  return [
    checkOf(
      'period',
      'PERIOD_MISSING',
      'PERIOD_INVALID',
      'is no period (2026-03, 2026-03-05, a range)',
      isoMonth,
      canonicalPeriod,
    ),
    checkOf('saleType', 'SALE_TYPE_MISSING', '', '', anything, (text) => text),
    checkOf('units', 'UNITS_MISSING', 'UNITS_NOT_INTEGER', 'is no integer', canonicalInteger, normalizeInteger),
    checkOf(
      'amount',
      money ? 'AMOUNT_MISSING' : undefined,
      'AMOUNT_NOT_DECIMAL',
      'is no decimal number',
      plainDecimal,
      normalizeDecimal,
    ),
    checkOf('currency', money ? 'CURRENCY_MISSING' : undefined, '', '', anything, (text) => text),
    checkOf('amountUsd', undefined, 'AMOUNT_NOT_DECIMAL', 'is no decimal number', plainDecimal, normalizeDecimal),
  ];
}

type Glance = (bytes: Uint8Array, start: number, end: number) => boolean;

/** `glance` says without making a string that a cell is canonical already; `canonical` is asked about the others. */
function checkOf(
  field: ItemField,
  missing: string | undefined,
  wrong: string,
  meaning: string,
  glance: Glance,
  canonical: (text: string) => string | undefined,
): FieldCheck {
  const memo = new CellMemo((text) => canonical(text) ?? { code: wrong, message: meaning });
  const absent = missing === undefined ? undefined : { code: missing, path: field, message: `${field} is missing` };
  return {
    field,
    apply(column, length, faults) {
      if (column === undefined) {
        if (absent !== undefined) for (let row = 0; row < length; row++) faults.add(row, absent);
        return undefined;
      }
      const { bytes, start, end } = column;
      let changed: ColumnBuilder | undefined;
      let goodStart = -2;
      let goodEnd = -2;
      for (let row = 0; row < length; row++) {
        const from = start[row]!;
        const to = end[row]!;
        if (from < 0) {
          if (absent !== undefined) faults.add(row, absent);
          continue;
        }
        // A constant column has one and the same cell in every row.
        if (from === goodStart && to === goodEnd) continue;
        if (glance(bytes, from, to)) {
          goodStart = from;
          goodEnd = to;
          continue;
        }
        const { result } = memo.at(column, row);
        if (typeof result === 'object')
          faults.add(row, { code: result.code, path: field, message: `${field} ${result.message}` });
        else if (result !== undefined) {
          changed ??= ColumnBuilder.of(column, length);
          changed.replace(row, result);
        }
      }
      return changed === undefined ? column : changed.finish();
    },
  };
}

function anything(): boolean {
  return true;
}

function canonicalPeriod(text: string): string | undefined {
  const period = parsePeriod(text);
  return period === undefined ? undefined : formatPeriod(period);
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 48 && byte <= 57;

/** `YYYY-MM` with a month from 01 to 12 and a year from 1900; everything else takes the long way. */
function isoMonth(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 7 || bytes[start + 4] !== 45) return false;
  const [century, month] = [bytes[start]! * 100 + bytes[start + 1]!, bytes[start + 5]! * 100 + bytes[start + 6]!];
  if (!(century === 4957 || century === 5048) || !isDigit(bytes[start + 2]) || !isDigit(bytes[start + 3])) return false;
  return (month >= 4849 && month <= 4857) || (month >= 4948 && month <= 4950);
}

function canonicalInteger(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > 1 && bytes[start] === 48) return false;
  if (bytes[start] === 45 && (end - start === 1 || bytes[start + 1] === 48)) return false;
  for (let at = bytes[start] === 45 ? start + 1 : start; at < end; at++) if (!isDigit(bytes[at])) return false;
  return true;
}

/** Digits with at most one point between them; a minus before a zero is looked at more closely. */
function plainDecimal(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  if (bytes[at] === 45 && bytes[++at] === 48) return false;
  const whole = at;
  while (at < end && isDigit(bytes[at])) at++;
  if (at === whole || end - start > 1000) return false;
  if (at === end) return true;
  if (bytes[at] !== 46) return false;
  const fraction = ++at;
  while (at < end && isDigit(bytes[at])) at++;
  return at === end && at > fraction;
}
