import type { DeadLetter, OpenSink } from '@ledgerline/core';
import { findLetters } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import { chooseSink } from '../choose-sink.ts';
import type { ExitName } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type LetterOptions, letterFilter } from '../letter-options.ts';
import { readProject, withLedgerline } from '../project.ts';
import { deadLetterText } from '../render/dead-letter-text.ts';

export interface DlqListOptions extends LetterOptions {
  readonly limit: number;
  /** Also settled ones. */
  readonly all?: boolean;
}

/** `ledgerline dlq list`: rejected rows of committed reports, with the reason and the place in the source. */
export async function dlqList(options: DlqListOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const name = chooseSink(project.config, options.sink);
  const { letters, more } = await withLedgerline(project, {}, async (ledgerline) =>
    collect(await ledgerline.openSink(name), options),
  );
  answer(host, options, {
    json: () => ({ exitCode: 0, sink: name, more, deadLetters: letters }),
    text: (paint) => deadLetterText(letters, more, paint),
  });
  return 'ok';
}

async function collect(sink: OpenSink, options: DlqListOptions) {
  const letters: DeadLetter[] = [];
  for await (const letter of findLetters(sink, letterFilter(options), { settled: options.all === true })) {
    if (letters.length === options.limit) return { letters, more: true };
    letters.push(letter);
  }
  return { letters, more: false };
}
