import { answer } from '../answer.ts';
import { chooseSink } from '../choose-sink.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { counted } from '../render/quantities.ts';
import { cannot } from './lake-verify.ts';

export interface LakePruneOptions extends GlobalOptions {
  readonly sink?: string;
  readonly before: string;
}

/** `ledgerline lake prune --before`: lets go of the files of revisions that were superseded before an instant; manifests stay. */
export async function lakePrune(options: LakePruneOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const name = chooseSink(project.config, options.sink);
  const pruned = await withLedgerline(project, {}, async (ledgerline) => {
    const pruning = (await ledgerline.openSink(name)).prune?.(options.before);
    if (pruning === undefined) throw cannot(name, 'prune: it keeps nothing that was superseded');
    return await pruning;
  });
  answer(host, options, {
    json: () => ({ exitCode: 0, sink: name, before: options.before, ...pruned }),
    text: () =>
      `${counted(pruned.files, 'file')} (${counted(pruned.bytes, 'byte')}) of revisions superseded before ${options.before} removed`,
  });
  return 'ok';
}
