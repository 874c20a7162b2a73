import { userInfo } from 'node:os';
import { ConfigError } from '@ledgerline/core';
import { answer } from '../answer.ts';
import { chooseSink } from '../choose-sink.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { counted } from '../render/quantities.ts';

export interface DlqDiscardOptions extends GlobalOptions {
  readonly sink?: string;
  readonly why: string;
  readonly by?: string;
}

/** `ledgerline dlq discard`: the named letters ask for nothing any more; they stay on record. */
export async function dlqDiscard(ids: readonly string[], options: DlqDiscardOptions, host: Host): Promise<ExitName> {
  if (options.why.trim() === '')
    throw new ConfigError('--why is empty; say why these rows are not needed', { code: 'REASON_MISSING' });
  const project = await readProject(options, host);
  const sink = chooseSink(project.config, options.sink);
  const by = options.by ?? userInfo().username;
  const summary = await withLedgerline(project, {}, (ledgerline) =>
    ledgerline.discard({ sink, ids, by, why: options.why }),
  );
  answer(host, options, {
    json: () => ({ exitCode: 0, sink, by, why: options.why, ...summary }),
    text: () => {
      const lines = [
        `${counted(summary.discarded.length, 'dead letter')} discarded by ${by}; on record, with the reason`,
      ];
      if (summary.settledBefore.length > 0) lines.push(`settled before: ${summary.settledBefore.join(', ')}`);
      return lines.join('\n');
    },
  });
  return 'ok';
}
