import { type ReconciledReport, type ReconcileSummary, reconcile as reconcileLake } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import { chooseSink } from '../choose-sink.ts';
import { type ExitName, exitCodes } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { reconcileText } from '../render/reconcile-text.ts';

export interface ReconcileOptions extends GlobalOptions {
  readonly sink?: string;
  readonly period?: string;
}

/** Differing reports beyond these are counted only. */
const maxShown = 1000;

/** `ledgerline reconcile`: the ledger against the files, parsed again, and against what the sources claim. */
export async function reconcile(report: string | undefined, options: ReconcileOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const name = chooseSink(project.config, options.sink);
  const { period } = options;
  const request = {
    signal: host.signal,
    ...(report === undefined ? {} : { report }),
    ...(period === undefined ? {} : { period }),
  };
  const { summary, shown } = await withLedgerline(project, {}, async (ledgerline) =>
    readAll(reconcileLake(await ledgerline.openSink(name), request)),
  );
  const end: ExitName = summary.differing === 0 ? 'ok' : 'uncommitted';
  if (options.quiet && end === 'ok') return end;
  answer(host, options, {
    json: () => ({ exitCode: exitCodes[end].code, sink: name, ...summary, found: shown }),
    text: (paint) => reconcileText(summary, shown, paint),
  });
  return end;
}

/** What there is to tell: reports that differ, and those with an accepted difference. */
async function readAll(reports: AsyncGenerator<ReconciledReport, ReconcileSummary, void>) {
  const shown: ReconciledReport[] = [];
  for (;;) {
    const { value, done } = await reports.next();
    if (done) return { summary: value, shown };
    if ((!value.agrees || value.acceptedClaims.length > 0) && shown.length < maxShown) shown.push(value);
  }
}
