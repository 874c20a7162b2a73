import { type ProvedClaim, reportId } from '@ledgerline/core';
import type { CurrencyFigures, ReconciledReport, ReconcileSummary } from '@ledgerline/core/runtime';
import { alignedColumns } from './aligned-columns.ts';
import type { Paint } from './paint.ts';
import { counted } from './quantities.ts';

/** Differences of one report beyond these are counted only. */
const toldCells = 20;

/** A reconciliation for people: what differs, named to the cell; a table by currency; the verdict. */
export function reconcileText(summary: ReconcileSummary, shown: readonly ReconciledReport[], paint: Paint): string {
  const { reports, rows, claims, differing, currencies } = summary;
  const read = `${counted(reports, 'report')}, ${counted(rows, 'row')} parsed again, ${counted(claims, 'claim')} of sources`;
  const verdict =
    differing === 0
      ? paint('good', 'ledger, files and claims agree')
      : paint('bad', `${counted(differing, 'report')} ${differing === 1 ? 'does' : 'do'} not agree`);
  const told = shown.flatMap((report) => [...reportLines(report, paint), '']);
  const table = currencies.length === 0 ? [] : [...currencyTable(currencies, paint), ''];
  return [...told, ...table, `${verdict}: ${read}`].join('\n');
}

function reportLines(found: ReconciledReport, paint: Paint): string[] {
  const { report, differences, failedClaims, acceptedClaims, problems } = found;
  const cells = [
    ...differences.map((claim) => `${cellText(claim)}: ledger ${claim.claimed}, files ${claim.counted}${by(claim)}`),
    ...failedClaims.map(
      (claim) => `${cellText(claim)}: ${claim.where} says ${claim.claimed}, files ${claim.counted}${by(claim)}`,
    ),
  ];
  const rest =
    cells.length > toldCells
      ? [`  … and ${counted(cells.length - toldCells, 'more difference')}; --json has them all`]
      : [];
  return [
    paint(found.agrees ? 'wait' : 'bad', `${found.agrees ? 'accepted' : 'differs '}  ${reportId(report)}`),
    ...problems.map(({ code, path, message }) => `  ${code}  ${path}: ${message}`),
    ...cells.slice(0, toldCells).map((text) => `  ${text}`),
    ...rest,
    ...acceptedClaims.map(
      (claim) =>
        `  accepted  ${cellText(claim)}: ${claim.where} says ${claim.claimed}, files ${claim.counted}${by(claim)}`,
    ),
  ];
}

/** `amount in DE, 2026-03, stream, EUR` */
export function cellText({ what, cell = {} }: Pick<ProvedClaim, 'what' | 'cell'>): string {
  const parts = [cell.territory, cell.period, cell.saleType, cell.currency].filter(Boolean);
  return parts.length === 0 || what.endsWith(`in ${parts.join(', ')}`) ? what : `${what} of ${parts.join(', ')}`;
}

function by({ difference }: ProvedClaim): string {
  return difference === undefined ? '' : `, difference ${difference}`;
}

function currencyTable(currencies: readonly CurrencyFigures[], paint: Paint): string[] {
  const head = ['CURRENCY', 'ROWS', 'UNITS', 'LEDGER', 'FILES', 'DIFFERENCE', 'CLAIMED', 'OFF BY'];
  const rows = currencies.map(({ currency = 'none', ledger, files, difference, claimed }) => [
    currency,
    files.rows,
    files.units,
    ledger.amount,
    files.amount,
    difference,
    claimed ? `${claimed.amount} (${counted(claimed.reports, 'report')})` : '-',
    claimed ? claimed.difference : '-',
  ]);
  const [first = '', ...lines] = alignedColumns([head, ...rows]);
  return [paint('faint', first), ...lines];
}
