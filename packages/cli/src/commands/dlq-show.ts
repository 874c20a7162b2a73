import { ConfigError } from '@ledgerline/core';
import { findLetters } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import { chooseSink } from '../choose-sink.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { letterNextStep } from '../render/letter-next-step.ts';
import { letterText } from '../render/letter-text.ts';

export interface DlqShowOptions extends GlobalOptions {
  readonly sink?: string;
}

/** `ledgerline dlq show ID`: one dead letter in plain words, settled or not. */
export async function dlqShow(id: string, options: DlqShowOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const name = chooseSink(project.config, options.sink);
  const letter = await withLedgerline(project, {}, async (ledgerline) => {
    for await (const found of findLetters(await ledgerline.openSink(name), { ids: [id] }, { settled: true }))
      return found;
    return undefined;
  });
  if (!letter)
    throw new ConfigError(
      `no report in force has a dead letter ${id}; a re-issue or a new reading brings letters of its own, see \`ledgerline dlq list --all\``,
      { code: 'LETTER_UNKNOWN' },
    );
  answer(host, options, {
    json: () => ({ exitCode: 0, sink: name, deadLetter: letter, next: letterNextStep(letter) }),
    text: (paint) => letterText(letter, paint),
  });
  return 'ok';
}
