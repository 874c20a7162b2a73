import { compareDecimals, type Decimal, formatDecimal } from '@ledgerline/core';
import { absolute, ExactTotal, halfUnits, minus } from './exact-total.ts';
import type { IssueLog } from './issues.ts';
import type { DsrRecord } from './record.ts';
import type { Summaries } from './summaries.ts';

/** What a message says somewhere, and what was counted. */
export interface DsrClaim {
  readonly what: string;
  /** Object, line and cell of the claim. */
  readonly where: string;
  readonly claimed: string;
  readonly counted: string;
  readonly holds: boolean;
  /** Of an amount: its currency as received. */
  readonly currency?: string;
}

interface Sums {
  readonly amount: ExactTotal;
  /** Lines by the scale of their amount: what rounding may account for. */
  readonly lines: number[];
  readonly usages: ExactTotal;
}

const amountCell = 'AllocatedNetRevenueInCurrencyOfAccounting';
const usageCells = ['TotalUsages', 'Usages', 'NumberOfStreams', 'Downloads'] as const;

/** Adds up sales per SummaryRecordId and compares them with what the summary rows say. */
export class SummaryTotals {
  readonly #byId = new Map<string, Sums>();

  /** Takes a sale in; only the financial profile has amounts that must agree. */
  add(sale: DsrRecord, issues: IssueLog): void {
    const id = sale.first('SummaryRecordId') ?? '';
    let sums = this.#byId.get(id);
    if (sums === undefined) {
      sums = { amount: new ExactTotal(), lines: [], usages: new ExactTotal() };
      this.#byId.set(id, sums);
    }
    const cell = usageCells.find((name) => sale.has(name));
    const usages = cell === undefined ? undefined : sale.decimal(cell);
    if (usages !== undefined) sums.usages.add(usages);
    if (!sale.has(amountCell)) return;
    const amount = sale.decimal(amountCell);
    if (amount !== undefined) {
      sums.amount.add(amount);
      sums.lines[amount.scale] = (sums.lines[amount.scale] ?? 0) + 1;
    }
    if (usages !== undefined) checkNet(sale, usages, issues);
  }

  /** The amounts per summary row that its lines must add up to, within their rounding. */
  claims(summaries: Summaries, issues: IssueLog): readonly DsrClaim[] {
    const claims: DsrClaim[] = [];
    const byId = new Map<string, DsrRecord[]>();
    for (const summary of summaries) {
      const id = summary.get('SummaryRecordId') ?? '';
      byId.set(id, [...(byId.get(id) ?? []), summary]);
    }
    for (const [id, rows] of byId) {
      const sums = this.#byId.get(id);
      this.#compareUsages(rows, sums, issues);
      if (!rows.every((row) => row.has(amountCell))) continue;
      const claimed = new ExactTotal();
      const slack = new ExactTotal();
      for (const row of rows) {
        const amount = row.decimal(amountCell);
        if (amount === undefined) continue;
        claimed.add(amount);
        slack.add(halfUnits(amount.scale, 1));
      }
      const counted = sums?.amount.value ?? { unscaled: 0n, scale: 0 };
      for (const [scale, lines] of sums?.lines.entries() ?? []) slack.add(halfUnits(scale, lines ?? 0));
      claims.push(this.#judge(rows[0]!, claimed.value, counted, slack.value, issues));
    }
    return claims;
  }

  #judge(row: DsrRecord, claimed: Decimal, counted: Decimal, slack: Decimal, issues: IssueLog): DsrClaim {
    const where = `${row.object}, line ${row.line}, ${row.type} ${amountCell}`;
    const what = `amount of summary ${row.get('SummaryRecordId') ?? ''}`;
    const difference = absolute(minus(claimed, counted));
    const holds = compareDecimals(difference, slack) <= 0;
    const texts = { claimed: formatDecimal(claimed), counted: formatDecimal(counted) };
    if (!holds) {
      issues.failure(
        'SUMMARY_AMOUNT',
        row,
        `the lines of a summary add up to ${texts.counted}, ${where} says ${texts.claimed}`,
      );
    } else if (difference.unscaled !== 0n) {
      const message = 'the lines of a summary differ from it by no more than their rounding';
      issues.finding('SUMMARY_ROUNDING', row, { recordType: row.type, cell: amountCell }, message);
    }
    const currency = row.first('CurrencyOfAccounting');
    return { what, where, ...texts, holds, ...(currency === undefined ? {} : { currency }) };
  }

  /** Counts on summary rows may cover the whole service, so a difference is a hint and no more. */
  #compareUsages(rows: readonly DsrRecord[], sums: Sums | undefined, issues: IssueLog): void {
    const [row] = rows;
    const cell = ['TotalUsages', 'Usages'].find((name) => row?.has(name));
    if (row === undefined || rows.length > 1 || cell === undefined || sums === undefined) return;
    const claimed = row.decimal(cell);
    if (claimed === undefined || compareDecimals(claimed, sums.usages.value) === 0) return;
    const message =
      'the usage rows of a summary do not add up to its own count, which may cover more than this message';
    issues.finding('SUMMARY_USAGES', row, { recordType: row.type, cell }, message);
  }
}

function checkNet(sale: DsrRecord, usages: Decimal, issues: IssueLog): void {
  if (!sale.has('NetUsage')) return;
  if (sale.get('Returns') === '0' && sale.get('NetUsage') === sale.first(...usageCells)) return;
  const returns = sale.decimal('Returns');
  const net = sale.decimal('NetUsage');
  if (returns === undefined || net === undefined || compareDecimals(minus(usages, returns), net) === 0) return;
  const message = `NetUsage of ${sale.type} is not its usages less its returns`;
  issues.finding('NET_USAGE_DIFFERS', sale, { recordType: sale.type, cell: 'NetUsage' }, message);
}
