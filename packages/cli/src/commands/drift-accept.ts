import { userInfo } from 'node:os';
import { answer } from '../answer.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';

export interface DriftAcceptOptions extends GlobalOptions {
  readonly why: string;
  readonly who?: string;
}

/** `ledgerline drift accept FINDING --why TEXT`: the next run of that report passes it, and later ones are measured by it. */
export async function driftAccept(id: string, options: DriftAcceptOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const word = { who: options.who ?? userInfo().username, why: options.why.trim() };
  const finding = await withLedgerline(project, {}, (ledgerline) => ledgerline.drift.accept(id, word));
  const next = finding.isCommitted
    ? 'the report is committed already; reports after it are measured by what came in it'
    : '`ledgerline run` reads the report again and passes this finding if about the same comes';
  answer(host, options, {
    json: () => ({ exitCode: 0, finding }),
    text: (paint) =>
      [
        paint('good', `accepted  ${finding.id}  ${finding.report}`),
        `  although ${finding.code}: ${finding.message}`,
        `  by ${word.who}: ${word.why}`,
        `next: ${next}`,
      ].join('\n'),
  });
  return 'ok';
}
