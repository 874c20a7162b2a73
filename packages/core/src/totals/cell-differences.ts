import type { ProvedClaim, TotalLine } from '../contracts/manifest.ts';
import type { TotalCell } from '../contracts/report.ts';
import { type Decimal, formatDecimal, negate, parseDecimal, rescale } from '../money/decimal.ts';
import { ExactSum } from '../money/exact-sum.ts';

const zero: Decimal = { unscaled: 0n, scale: 0 };

/** Counted less claimed, exactly; undefined when one of them is no decimal. */
export function differenceOf(claimed: string, counted: string): string | undefined {
  const left = parseDecimal(claimed);
  const right = parseDecimal(counted);
  if (left === undefined || right === undefined) return undefined;
  const scale = Math.max(left.scale, right.scale);
  return formatDecimal({ unscaled: rescale(right, scale) + rescale(negate(left), scale), scale });
}

/** One figure against another; they agree when nothing is left, whatever their scales. */
export function compareFigures(
  claim: Pick<ProvedClaim, 'what' | 'where' | 'claimed' | 'counted'> & { readonly cell?: TotalCell },
): ProvedClaim {
  const difference = differenceOf(claim.claimed, claim.counted);
  const holds = difference !== undefined && (parseDecimal(difference) ?? zero).unscaled === 0n;
  return { ...claim, ...(difference === undefined || holds ? {} : { difference }), holds };
}

/** Exact sums of some lines, over everything their cells tell apart. */
export function addUp(lines: Iterable<Pick<TotalLine, 'rows' | 'units' | 'amount'>>): {
  readonly rows: string;
  readonly units: string;
  readonly amount: string;
} {
  let rows = 0;
  const units = new ExactSum();
  const amount = new ExactSum();
  for (const line of lines) {
    rows += line.rows;
    units.add(line.units);
    if (line.amount !== undefined) amount.add(line.amount);
  }
  return { rows: String(rows), units: units.toString(), amount: amount.toString() };
}

/**
 * The cells in which two sets of control totals differ, one entry for each figure.
 *
 * Order: by territory, period, sale type, currency. A cell that only one of them has is compared with nothing.
 */
export function cellDifferences(
  where: string,
  claimed: readonly TotalLine[],
  counted: readonly TotalLine[],
): ProvedClaim[] {
  const cells = new Map<string, { claimed?: TotalLine; counted?: TotalLine }>();
  for (const line of claimed) cells.set(keyOf(line), { claimed: line });
  for (const line of counted) cells.set(keyOf(line), { ...cells.get(keyOf(line)), counted: line });
  return [...cells]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, pair]) => figures(where, pair).filter(({ holds }) => !holds));
}

function figures(where: string, { claimed, counted }: { claimed?: TotalLine; counted?: TotalLine }): ProvedClaim[] {
  const line = claimed ?? counted;
  if (!line) return [];
  const { territory, period, saleType, currency } = line;
  const cell = { territory, period, saleType, ...(currency === undefined ? {} : { currency }) };
  const pair = (what: string, of: (line: TotalLine) => string | undefined): ProvedClaim =>
    compareFigures({
      what,
      where,
      cell,
      claimed: (claimed && of(claimed)) ?? '0',
      counted: (counted && of(counted)) ?? '0',
    });
  return [
    pair('row count', ({ rows }) => String(rows)),
    pair('units', ({ units }) => units),
    pair('amount', ({ amount }) => amount),
  ];
}

function keyOf({ territory, period, saleType, currency }: TotalLine): string {
  return JSON.stringify([territory, period, saleType, currency ?? null]);
}
