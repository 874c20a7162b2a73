import { answer } from '../answer.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { driftExplanation } from '../render/drift-text.ts';

/** `ledgerline drift explain FINDING`: what was expected, from which reports, and what came. */
export async function driftExplain(id: string, options: GlobalOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const finding = await withLedgerline(project, {}, (ledgerline) => ledgerline.drift.find(id));
  answer(host, options, {
    json: () => ({ exitCode: 0, finding }),
    text: (paint) => driftExplanation(finding, paint),
  });
  return 'ok';
}
