import type { Provenance, Report, ReportKey } from '../contracts/report.ts';
import { reportId } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import { PayloadError } from '../errors/leaves.ts';
import type { LedgerlineError } from '../errors/ledgerline-error.ts';
import { overlaps, parsePeriod } from '../time/period.ts';

interface InForce {
  readonly report: ReportKey;
  readonly provenance: Provenance;
  readonly object: string;
}

/**
 * Finds what another source has delivered of the same rows under another name: a whole and its part, or periods that share days.
 *
 * Documents of one source are that source's own business. The ledger is read at the first question, once.
 */
export function overlapFinder(
  scope: Omit<ReportKey, 'period' | 'scope'>,
  { sink, provenance }: { readonly sink: OpenSink; readonly provenance: Provenance },
): (report: Report) => Promise<LedgerlineError | undefined> {
  let others: Promise<readonly InForce[]> | undefined;
  return async (report) => {
    others ??= ofOtherSource(scope, sink, provenance);
    const other = (await others).find((each) => shareRows(report, each.report));
    if (other === undefined) return undefined;
    const [mine, theirs] = [name(provenance), name(other.provenance)];
    return new PayloadError(
      `${report.object} (${mine}) would count rows of ${other.object} once more: that is committed from ${theirs} as ${reportId(other.report)}. Bring it under that period and scope, and the two are compared.`,
      { code: 'SOURCES_OVERLAP' },
    );
  };
}

function name(provenance: Provenance): string {
  return provenance === 'file' ? 'a file' : 'the DSP';
}

async function ofOtherSource(
  scope: Omit<ReportKey, 'period' | 'scope'>,
  sink: OpenSink,
  mine: Provenance,
): Promise<readonly InForce[]> {
  const found: InForce[] = [];
  for await (const { report, provenance, object } of sink.manifests()) {
    const { dsp, account, feed } = report;
    if (dsp === scope.dsp && account === scope.account && feed === scope.feed && provenance !== mine)
      found.push({ report, provenance, object });
  }
  return found;
}

/** Different names of which one takes the other in: scopes beside each other are parts, `-` is the whole. */
function shareRows(left: ReportKey, right: ReportKey): boolean {
  if (left.period === right.period) return left.scope !== right.scope && (left.scope === '-' || right.scope === '-');
  const [mine, theirs] = [parsePeriod(left.period), parsePeriod(right.period)];
  if (!mine || !theirs || !overlaps(mine, { from: theirs.start, to: theirs.end })) return false;
  return left.scope === right.scope || left.scope === '-' || right.scope === '-';
}
