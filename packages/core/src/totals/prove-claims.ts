import type { ProvedClaim, TotalLine } from '../contracts/manifest.ts';
import type { ClaimedTotals, TotalCell } from '../contracts/report.ts';
import { addUp, compareFigures } from './cell-differences.ts';

/** What a document was found to hold; a claim counts everything: what was accepted and what became a dead letter. */
export interface HeldTotals {
  readonly totals: readonly TotalLine[];
  readonly rejectedTotals: readonly TotalLine[];
}

/** Every figure that a source claims against what was counted of the cells it speaks of. */
export function proveClaims(claimed: readonly ClaimedTotals[], held: HeldTotals): ProvedClaim[] {
  const all = [...held.totals, ...held.rejectedTotals];
  return claimed.flatMap(({ where, cell, rows, units, amounts = {} }) => {
    const lines = cell === undefined ? all : all.filter((line) => isIn(line, cell));
    const counted = addUp(lines);
    const about = cell === undefined ? {} : { cell };
    const proved: ProvedClaim[] = [];
    if (rows !== undefined)
      proved.push(compareFigures({ what: 'row count', where, ...about, claimed: rows, counted: counted.rows }));
    if (units !== undefined)
      proved.push(compareFigures({ what: 'units', where, ...about, claimed: units, counted: counted.units }));
    for (const [currency, amount] of Object.entries(amounts)) {
      const ours = addUp(lines.filter((line) => line.currency === currency)).amount;
      const what = `amount in ${currency}`;
      proved.push(compareFigures({ what, where, cell: { ...cell, currency }, claimed: amount, counted: ours }));
    }
    return proved;
  });
}

/** Whether a line is one of a cell's; a claim about a month is about its days, too. */
function isIn(line: TotalLine, { territory, period, saleType }: TotalCell): boolean {
  if (territory !== undefined && line.territory !== territory) return false;
  if (saleType !== undefined && line.saleType !== saleType) return false;
  return period === undefined || line.period === period || line.period.slice(0, 7) === period;
}
