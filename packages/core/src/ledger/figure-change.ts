import { type Decimal, parseDecimal, rescale } from '../money/decimal.ts';
import { differenceOf } from '../totals/cell-differences.ts';
import type { MoneyFigures } from './money-sum.ts';

/**
 * How figures differ from those of the month before.
 *
 * Units: `units` and `amount` are exact differences as text; the percentages are rounded to a tenth, halves away from zero, and absent
 * where the month before was zero.
 */
export interface FigureChange {
  readonly rows: number;
  readonly units: string;
  readonly unitsPercent?: string;
  readonly amount?: string;
  readonly amountPercent?: string;
}

export function changeOf(before: MoneyFigures, now: MoneyFigures): FigureChange {
  const unitsPercent = percentOf(before.units, now.units);
  const change = {
    rows: now.rows - before.rows,
    units: differenceOf(before.units, now.units) ?? '0',
    ...(unitsPercent === undefined ? {} : { unitsPercent }),
  };
  if (before.amount === undefined || now.amount === undefined) return change;
  const amountPercent = percentOf(before.amount, now.amount);
  return {
    ...change,
    amount: differenceOf(before.amount, now.amount) ?? '0',
    ...(amountPercent === undefined ? {} : { amountPercent }),
  };
}

/** `12.3`, `-4.0`: hundred times the change over the amount before, of which only the size counts. */
export function percentOf(before: string, now: string): string | undefined {
  const [left, right] = [parseDecimal(before), parseDecimal(now)];
  if (left === undefined || right === undefined || left.unscaled === 0n) return undefined;
  const tenths = roundedRatio(left, right);
  const digits = (tenths < 0n ? -tenths : tenths).toString().padStart(2, '0');
  return `${tenths < 0n ? '-' : ''}${digits.slice(0, -1)}.${digits.slice(-1)}`;
}

/** 1000 × (right − left) ÷ |left|, rounded half away from zero. */
function roundedRatio(left: Decimal, right: Decimal): bigint {
  const scale = Math.max(left.scale, right.scale);
  const [from, to] = [rescale(left, scale), rescale(right, scale)];
  const size = from < 0n ? -from : from;
  const doubled = 2000n * (to - from);
  return (doubled < 0n ? doubled - size : doubled + size) / (2n * size);
}
