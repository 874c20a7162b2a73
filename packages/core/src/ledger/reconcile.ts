import type { Manifest, ProvedClaim, ReadBack, TotalLine } from '../contracts/manifest.ts';
import { type ReportKey, reportId } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import { ConfigError, SinkError } from '../errors/leaves.ts';
import { overlaps, parsePeriod } from '../time/period.ts';
import { cellDifferences } from '../totals/cell-differences.ts';
import { proveClaims } from '../totals/prove-claims.ts';
import { type CurrencyFigures, CurrencySums } from './currency-sums.ts';

/** Which reports to reconcile; all in force when nothing is named. */
export interface ReconcileRequest {
  /** A report id. */
  readonly report?: string;
  /** Reports about any day of this period. */
  readonly period?: string;
  readonly signal?: AbortSignal;
}

/** One report: the ledger against its files, parsed again, and against what its source claims. */
export interface ReconciledReport {
  readonly report: ReportKey;
  readonly revision: string;
  readonly rows: number;
  /** Cells in which ledger and files differ; what the manifest says is `claimed`. */
  readonly differences: readonly ProvedClaim[];
  /** Claims that the files do not bear out and nobody has accepted. */
  readonly failedClaims: readonly ProvedClaim[];
  /** Claims that do not hold, with a person's word for it. */
  readonly acceptedClaims: readonly ProvedClaim[];
  readonly problems: ReadBack['problems'];
  readonly agrees: boolean;
}

export interface ReconcileSummary {
  readonly reports: number;
  readonly rows: number;
  readonly claims: number;
  readonly differing: number;
  /** Order: by currency, usage without one first. */
  readonly currencies: readonly CurrencyFigures[];
}

/**
 * Reads every committed report of a request back and compares it with its manifest and its claims.
 *
 * Order: as the sink lists reports. Memory: the totals of one report. Errors: ConfigError when the request names no committed report;
 * SinkError when the sink cannot read its files back.
 */
export async function* reconcile(
  sink: OpenSink,
  request: ReconcileRequest = {},
): AsyncGenerator<ReconciledReport, ReconcileSummary, void> {
  if (!sink.readBack)
    throw new SinkError('This sink cannot read its files back, so there is nothing to hold the ledger against.', {
      code: 'SINK_CANNOT_READ_BACK',
    });
  const wanted = selector(request);
  const sums = new CurrencySums();
  const counts = { reports: 0, rows: 0, claims: 0, differing: 0 };
  for await (const { manifest, ...found } of sink.readBack(wanted)) {
    request.signal?.throwIfAborted();
    const result = compare(manifest, found);
    counts.reports += 1;
    counts.rows += result.rows;
    counts.claims += manifest.claimed.length;
    if (!result.agrees) counts.differing += 1;
    sums.add(manifest, found);
    yield result;
  }
  if (counts.reports === 0 && request.report !== undefined) throw unknownReport(request.report);
  return { ...counts, currencies: sums.figures() };
}

function compare(manifest: Manifest, found: ReadBack): ReconciledReport {
  const { report, revision, claimed, acceptances = [] } = manifest;
  const differences = [
    ...cellDifferences('the ledger', manifest.totals, found.totals),
    ...cellDifferences('the ledger, rejected rows', manifest.rejectedTotals, found.rejectedTotals),
  ];
  const failed = proveClaims(claimed, found).filter(({ holds }) => !holds);
  const accepted = acceptances.some(({ objections }) => objections.some(({ code }) => code === 'CLAIM_FAILED'));
  const [failedClaims, acceptedClaims] = accepted ? [[], failed] : [failed, []];
  const agrees = differences.length + failedClaims.length + found.problems.length === 0;
  return {
    ...{ report, revision, rows: rowsOf(found.totals), differences, failedClaims, acceptedClaims },
    ...{ problems: found.problems, agrees },
  };
}

function rowsOf(lines: readonly TotalLine[]): number {
  return lines.reduce((sum, { rows }) => sum + rows, 0);
}

function selector({ report, period }: ReconcileRequest): (key: ReportKey) => boolean {
  const days = period === undefined ? undefined : parsePeriod(period);
  if (period !== undefined && !days)
    throw new ConfigError(`"${period}" is no period; write YYYY-MM, YYYY-MM-DD or YYYY-MM-DD--YYYY-MM-DD.`);
  return (key) => {
    if (report !== undefined && reportId(key) !== report) return false;
    const about = days && parsePeriod(key.period);
    return !days || (about !== undefined && overlaps(about, { from: days.start, to: days.end }));
  };
}

function unknownReport(report: string): ConfigError {
  return new ConfigError(`${report} is not in the lake; \`ledgerline status\` shows what is.`, {
    code: 'REPORT_UNKNOWN',
  });
}
