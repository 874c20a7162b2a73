import { ConfigError } from '@ledgerline/core';
import { answer } from '../answer.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { runText } from '../render/run-text.ts';
import { exitOfRun, runFacts } from './run.ts';

/** `ledgerline audit summary`: the summary of a run once more, from its audit log and nothing else. */
export async function auditSummary(run: string | undefined, options: GlobalOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const audited = await withLedgerline(project, {}, async ({ audits }) => {
    if (run !== undefined) return audits.read(run);
    for (const name of (await audits.runs()).toReversed()) {
      const last = await audits.read(name);
      if (last.command === 'run' || last.command === 'import') return last;
    }
    throw new ConfigError('There is no audit log of a run yet; `ledgerline run` makes one.', { code: 'RUN_UNKNOWN' });
  });
  const { summary } = audited;
  if (!summary)
    throw new ConfigError(
      `Run ${audited.run} has no summary: it was a \`${audited.command}\`, or it was stopped before it could sum up.`,
      { code: 'RUN_UNFINISHED' },
    );
  answer(host, options, {
    json: () => runFacts(summary, exitOfRun(summary)),
    text: (paint) => runText(summary, paint),
  });
  return 'ok';
}
