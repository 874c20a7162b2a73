import type { DeadLetter, Manifest, TotalLine } from '../contracts/manifest.ts';
import { reportId } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import { ConfigError } from '../errors/leaves.ts';
import { type Period, parsePeriod } from '../time/period.ts';
import { createTotals } from '../totals/totals.ts';
import { wholeClaims } from './currency-sums.ts';
import { type ExplainedTotal, ExplainedTotals } from './explained-totals.ts';

/** Which total to explain. */
export interface ExplainRequest {
  readonly dsp: string;
  /** Rows whose period begins within it. */
  readonly period: string;
  readonly account?: string;
  readonly currency?: string;
}

/** The versions of one report: the manifest in force, and the last one of every revision that was superseded. */
interface Versions {
  readonly inForce: Manifest;
  readonly superseded: readonly Manifest[];
}

/**
 * Explains what a DSP's total of a period is made of: everything that was read, what was taken off it and why, and what is left.
 *
 * Order: by currency, rows without one first. Memory: the manifests of one report. Errors: ConfigError when the period is none.
 */
export async function explainTotal(sink: OpenSink, request: ExplainRequest): Promise<readonly ExplainedTotal[]> {
  const days = parsePeriod(request.period);
  if (!days)
    throw new ConfigError(`"${request.period}" is no period; write YYYY-MM, YYYY-MM-DD or YYYY-MM-DD--YYYY-MM-DD.`);
  const totals = new ExplainedTotals(request.currency);
  for await (const versions of versionsOf(sink, request)) {
    const manifests = [versions.inForce, ...versions.superseded];
    if (!manifests.some((manifest) => concerns(manifest, days))) continue;
    await addReport(sink, versions, days, totals);
  }
  return totals.explained();
}

/** A report about the period, or with rows of it. */
function concerns({ report, totals }: Manifest, days: Period): boolean {
  return isWithin(report.period, days) || totals.some(({ period }) => isWithin(period, days));
}

async function addReport(
  sink: OpenSink,
  { inForce, superseded }: Versions,
  days: Period,
  totals: ExplainedTotals,
): Promise<void> {
  const id = reportId(inForce.report);
  for (const line of inForce.totals) {
    const inPeriod = isWithin(line.period, days);
    totals.add('read', '', id, line);
    totals.add(inPeriod ? 'accepted' : 'elsewhere', inPeriod ? '' : 'rows of other periods', id, line);
  }
  for await (const letter of sink.deadLetters(inForce.report)) {
    const line = lineOf(letter);
    const elsewhere = line.period !== '' && !isWithin(line.period, days);
    totals.add('read', '', id, line);
    totals.add(elsewhere ? 'elsewhere' : 'rejected', elsewhere ? 'rows of other periods' : letter.code, id, line);
  }
  for (const manifest of superseded) {
    const name = `${id} revision ${manifest.revision.slice(0, 12)}`;
    for (const line of [...manifest.totals, ...manifest.rejectedTotals]) {
      totals.add('read', '', name, line);
      totals.add('superseded', `sequence ${manifest.sequence}`, name, line);
    }
  }
  for (const [currency, amount] of wholeClaims(inForce.claimed)) totals.claim(currency, amount, id);
}

/** A dead letter as a line of totals, as far as its cells can be read. */
function lineOf({ item = {} }: DeadLetter): TotalLine {
  const totals = createTotals();
  totals.addRejected(item);
  return totals.lines()[0] ?? { territory: '', period: '', saleType: '', rows: 1, units: '0' };
}

function isWithin(text: string, { start, end }: Period): boolean {
  const period = parsePeriod(text);
  return period !== undefined && period.start >= start && period.start <= end;
}

async function* versionsOf(sink: OpenSink, { dsp, account }: ExplainRequest): AsyncGenerator<Versions, void, void> {
  let history: Manifest[] = [];
  for await (const manifest of sink.manifests({ history: true })) {
    const { report } = manifest;
    if (report.dsp !== dsp || (account !== undefined && report.account !== account)) continue;
    const [first] = history;
    if (first && reportId(first.report) !== reportId(report)) {
      yield asVersions(history);
      history = [];
    }
    history.push(manifest);
  }
  if (history.length > 0) yield asVersions(history);
}

/** A manifest of the same revision as the next one was amended by it and is no version of its own. */
function asVersions(history: readonly Manifest[]): Versions {
  const last = history.filter(({ revision }, at) => history[at + 1]?.revision !== revision);
  return { inForce: last.at(-1) as Manifest, superseded: last.slice(0, -1) };
}
