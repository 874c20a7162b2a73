import type { DeadLetter, HeldReport, OpenSink } from '@ledgerline/core';
import { findLetters, type LoadedConfig, matchesReport } from '@ledgerline/core/runtime';
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

/** `ledgerline dlq list`: rejected rows of committed reports, with the reason and the place in the source; and which reports are held with more. */
export async function dlqList(options: DlqListOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const name = chooseSink(project.config, options.sink);
  const { letters, more, held } = await withLedgerline(project, {}, async (ledgerline) => ({
    ...(await collect(await ledgerline.openSink(name), options)),
    held: (await ledgerline.held()).filter((report) => isAsked(report, project.config, name, options)),
  }));
  answer(host, options, {
    json: () => ({ exitCode: 0, sink: name, more, deadLetters: letters, held }),
    text: (paint) => deadLetterText(letters, more, held, paint),
  });
  return 'ok';
}

/** Whether a held report may have rejected rows that the command is about; of what they are only the audit knows. */
function isAsked(held: HeldReport, config: LoadedConfig, sink: string, options: DlqListOptions): boolean {
  return (
    held.rejected !== 0 && config.pipelines[held.pipeline]?.sink === sink && matchesReport(letterFilter(options), held)
  );
}

async function collect(sink: OpenSink, options: DlqListOptions) {
  const letters: DeadLetter[] = [];
  for await (const letter of findLetters(sink, letterFilter(options), { settled: options.all === true })) {
    if (letters.length === options.limit) return { letters, more: true };
    letters.push(letter);
  }
  return { letters, more: false };
}
