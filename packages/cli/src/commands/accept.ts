import { userInfo } from 'node:os';
import { ConfigError } from '@ledgerline/core';
import { answer } from '../answer.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';

export interface AcceptOptions extends GlobalOptions {
  readonly why: string;
  readonly who?: string;
}

/** `ledgerline accept REPORT --why TEXT`: the held document of a report may be committed as it is, by the next run. */
export async function accept(report: string, options: AcceptOptions, host: Host): Promise<ExitName> {
  const why = options.why.trim();
  if (why === '') throw new ConfigError('An acceptance needs a reason: write it after --why.', { code: 'WHY_MISSING' });
  const project = await readProject(options, host);
  const who = options.who ?? userInfo().username;
  const acceptance = await withLedgerline(project, {}, (ledgerline) => ledgerline.accept({ report, who, why }));
  answer(host, options, {
    json: () => ({ exitCode: 0, acceptance }),
    text: (paint) =>
      [
        paint('good', `accepted  ${report}`),
        `  revision ${acceptance.revision ?? ''}`,
        ...acceptance.objections.map(({ code, message }) => `  although ${code}: ${message}`),
        `  by ${who}: ${why}`,
        'next: `ledgerline run` commits exactly this revision; another one needs another acceptance',
      ].join('\n'),
  });
  return 'ok';
}
