import { answer } from '../answer.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { driftListText } from '../render/drift-text.ts';

export interface DriftListOptions extends GlobalOptions {
  readonly report?: string;
  readonly pipeline?: string;
}

/** `ledgerline drift list`: what is unlike the reports before, committed or held. */
export async function driftList(options: DriftListOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const findings = await withLedgerline(project, {}, (ledgerline) => ledgerline.drift.list(options));
  answer(host, options, {
    json: () => ({ exitCode: 0, findings }),
    text: (paint) => driftListText(findings, paint),
  });
  return 'ok';
}
