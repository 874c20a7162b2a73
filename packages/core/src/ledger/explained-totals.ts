import type { TotalLine } from '../contracts/manifest.ts';
import { formatDecimal, negate } from '../money/decimal.ts';
import { ExactSum } from '../money/exact-sum.ts';
import { differenceOf } from '../totals/cell-differences.ts';

/** What a line of an explained total stands for; everything after `read` is taken off it. */
export type ExplainedKind = 'read' | 'superseded' | 'rejected' | 'elsewhere' | 'accepted';

/** One line of the table. Units: `units` an integer and `amount` an exact decimal, as text; negative where it is taken off. */
export interface ExplainedLine {
  readonly kind: ExplainedKind;
  /** The code of a rejection, the sequence of a superseded revision. */
  readonly reason: string;
  readonly rows: number;
  readonly units: string;
  readonly amount: string;
  /** Ids of the reports behind it. */
  readonly reports: readonly string[];
}

/** The lines of one currency, which add up to its total. */
export interface ExplainedTotal {
  readonly currency?: string;
  /** Order: read, superseded, rejected, elsewhere, then accepted: the total. */
  readonly lines: readonly ExplainedLine[];
  readonly total: ExplainedLine;
  /** Whether the lines add up to what the ledger says is in the lake. */
  readonly addsUp: boolean;
  /** What the sources claim, against everything read of the documents that claim it. */
  readonly claimed?: {
    readonly amount: string;
    readonly counted: string;
    readonly difference: string;
    readonly reports: readonly string[];
  };
}

class LineSum {
  rows = 0;
  readonly units = new ExactSum();
  readonly amount = new ExactSum();
  readonly reports = new Set<string>();

  add(report: string, line: Pick<TotalLine, 'rows' | 'units' | 'amount'>): void {
    this.rows += line.rows;
    this.units.add(line.units);
    if (line.amount !== undefined) this.amount.add(line.amount);
    this.reports.add(report);
  }
}

class CurrencyLines {
  readonly sums = new Map<string, { readonly kind: ExplainedKind; readonly reason: string; readonly sum: LineSum }>();
  readonly claimed = new ExactSum();
  readonly claiming = new Set<string>();
  /** What was read of each document in force, for comparison with its claim. */
  readonly readOf = new Map<string, ExactSum>();
}

const order: readonly ExplainedKind[] = ['read', 'superseded', 'rejected', 'elsewhere', 'accepted'];

/** Collects the lines of explained totals by currency. */
export class ExplainedTotals {
  readonly #currencies = new Map<string, CurrencyLines>();
  readonly #only: string | undefined;

  /** `only`: lines of other currencies are left out. */
  constructor(only: string | undefined) {
    this.#only = only;
  }

  add(kind: ExplainedKind, reason: string, report: string, line: TotalLine): void {
    const lines = this.#linesOf(line.currency ?? '');
    if (!lines) return;
    const key = `${order.indexOf(kind)}\n${reason}`;
    const entry = lines.sums.get(key) ?? { kind, reason, sum: new LineSum() };
    lines.sums.set(key, entry);
    entry.sum.add(report, line);
    if (kind !== 'read' || line.amount === undefined) return;
    const read = lines.readOf.get(report) ?? new ExactSum();
    lines.readOf.set(report, read);
    read.add(line.amount);
  }

  claim(currency: string, amount: string, report: string): void {
    const lines = this.#linesOf(currency);
    if (!lines) return;
    lines.claimed.add(amount);
    lines.claiming.add(report);
  }

  explained(): ExplainedTotal[] {
    return [...this.#currencies]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([currency, lines]) => explainedOf(currency, lines));
  }

  #linesOf(currency: string): CurrencyLines | undefined {
    if (this.#only !== undefined && currency !== this.#only) return undefined;
    const lines = this.#currencies.get(currency) ?? new CurrencyLines();
    this.#currencies.set(currency, lines);
    return lines;
  }
}

function explainedOf(currency: string, { sums, claimed, claiming, readOf }: CurrencyLines): ExplainedTotal {
  const sorted = [...sums].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, entry]) => entry);
  const lines = sorted.filter(({ kind }) => kind !== 'accepted').map(toLine);
  const accepted = sorted.find(({ kind }) => kind === 'accepted') ?? {
    kind: 'accepted',
    reason: '',
    sum: new LineSum(),
  };
  const total = toLine(accepted);
  const counted = new ExactSum();
  for (const report of claiming) counted.addDecimal((readOf.get(report) ?? new ExactSum()).toDecimal());
  return {
    ...(currency === '' ? {} : { currency }),
    ...{ lines, total, addsUp: addUpTo(lines, total) },
    ...(claiming.size === 0
      ? {}
      : {
          claimed: {
            ...{ amount: claimed.toString(), counted: counted.toString(), reports: [...claiming].sort() },
            difference: differenceOf(claimed.toString(), counted.toString()) ?? '0',
          },
        }),
  };
}

function toLine({ kind, reason, sum }: { kind: ExplainedKind; reason: string; sum: LineSum }): ExplainedLine {
  const reports = [...sum.reports].sort();
  if (kind === 'read' || kind === 'accepted')
    return { kind, reason, rows: sum.rows, units: sum.units.toString(), amount: sum.amount.toString(), reports };
  const [units, amount] = [sum.units, sum.amount].map((each) => formatDecimal(negate(each.toDecimal())));
  return { kind, reason, rows: -sum.rows, units: units ?? '0', amount: amount ?? '0', reports };
}

function addUpTo(lines: readonly ExplainedLine[], total: ExplainedLine): boolean {
  const [units, amount] = [new ExactSum(), new ExactSum()];
  let rows = 0;
  for (const line of lines) {
    rows += line.rows;
    units.add(line.units);
    amount.add(line.amount);
  }
  const isSame = (left: ExactSum, right: string) => /^-?[0.]*$/.test(differenceOf(left.toString(), right) ?? 'none');
  return rows === total.rows && isSame(units, total.units) && isSame(amount, total.amount);
}
