import type { OpenSink } from '@ledgerline/core';
import { type DeadLetter, reportId } from '@ledgerline/core';
import { answer } from '../answer.ts';
import { chooseSink } from '../choose-sink.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { deadLetterText } from '../render/dead-letter-text.ts';

export interface DlqListOptions extends GlobalOptions {
  readonly sink?: string;
  readonly report?: string;
  readonly limit: number;
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

async function collect(sink: OpenSink, { report, limit }: DlqListOptions) {
  const letters: DeadLetter[] = [];
  for await (const letter of await lettersOf(sink, report)) {
    if (letters.length === limit) return { letters, more: true };
    letters.push(letter);
  }
  return { letters, more: false };
}

/** All dead letters, or those of the report with the given identity. */
async function lettersOf(sink: OpenSink, report: string | undefined): Promise<AsyncIterable<DeadLetter>> {
  if (report === undefined) return sink.deadLetters();
  for await (const manifest of sink.manifests()) {
    if (reportId(manifest.report) === report) return sink.deadLetters(manifest.report);
  }
  return nothing();
}

async function* nothing(): AsyncGenerator<never> {}
