import { answer } from '../answer.ts';
import { chooseSink } from '../choose-sink.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';

export interface LakeFilesOptions extends GlobalOptions {
  readonly sink?: string;
  /** An instant or the id of a run. */
  readonly asOf?: string;
}

/** `ledgerline lake files`: exactly the committed data files, one absolute path a line. */
export async function lakeFiles(options: LakeFilesOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const name = chooseSink(project.config, options.sink);
  const files = await withLedgerline(project, {}, async (ledgerline) => {
    const sink = await ledgerline.openSink(name);
    return Array.fromAsync(sink.files(options.asOf === undefined ? {} : { asOf: options.asOf }));
  });
  if (!options.json && files.length === 0) return 'ok';
  answer(host, options, {
    json: () => ({ exitCode: 0, sink: name, files }),
    text: () => files.map(({ absolutePath }) => absolutePath).join('\n'),
  });
  return 'ok';
}
