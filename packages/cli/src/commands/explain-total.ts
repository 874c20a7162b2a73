import { reportId } from '@ledgerline/core';
import { explainTotal as explain, type FeedCalendar } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import { chooseSink } from '../choose-sink.ts';
import { type ExitName, exitCodes } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { type AbsentReport, explainTotalText } from '../render/explain-total-text.ts';

export interface ExplainTotalOptions extends GlobalOptions {
  readonly sink?: string;
  readonly account?: string;
  readonly currency?: string;
}

/** `ledgerline explain-total DSP PERIOD`: what a total is made of, line by line, with the reports behind each. */
export async function explainTotal(
  dsp: string,
  period: string,
  options: ExplainTotalOptions,
  host: Host,
): Promise<ExitName> {
  const project = await readProject(options, host);
  const name = chooseSink(project.config, options.sink);
  const { account, currency } = options;
  const request = { dsp, period, ...(account ? { account } : {}), ...(currency ? { currency } : {}) };
  const { totals, absent } = await withLedgerline(project, {}, async (ledgerline) => {
    const totals = await explain(await ledgerline.openSink(name), request);
    const { feeds } = await ledgerline.calendar({ from: period, to: period });
    const own = feeds.filter((feed) => feed.dsp === dsp && (!account || feed.account === account));
    return { totals, absent: own.flatMap(absentOf) };
  });
  const end: ExitName = totals.every(({ addsUp }) => addsUp) ? 'ok' : 'uncommitted';
  answer(host, options, {
    json: () => ({ exitCode: exitCodes[end].code, sink: name, ...request, totals, absent }),
    text: (paint) => explainTotalText({ dsp, period, totals, absent }, paint),
  });
  return end;
}

/** Reports that the total lacks, or may lack: nobody knows how much they hold. */
function absentOf({ dsp, account, feed, cells }: FeedCalendar): AbsentReport[] {
  const source = `${dsp}/${account}/${feed}`;
  return cells.flatMap(({ period, state, held }): AbsentReport[] => {
    if (state === 'held')
      return held.map(({ report, objections }) => ({ state, source, period, report: reportId(report), objections }));
    return state === 'present' || state === 'empty' ? [] : [{ state, source, period, objections: [] }];
  });
}
