import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type ComparedReport, ConfigError, type RowDifference } from '@ledgerline/core';
import { answer } from '../answer.ts';
import { type ExitName, exitCodes } from '../exit-codes.ts';
import { type GlobalOptions, type Host, redacted, redactedJson } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { differenceLine, diffText } from '../render/diff-text.ts';

export interface DiffOptions extends GlobalOptions {
  /** Every difference, not just the first ones. */
  readonly all?: boolean;
}

/** `ledgerline diff REPORT`: how the DSP's delivery and the file of a person compared when they last met. */
export async function diff(report: string, options: DiffOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const compared = await withLedgerline(project, {}, (ledgerline) => ledgerline.comparison(report));
  if (!compared)
    throw new ConfigError(
      `No comparison of ${report} is on record: it has come from one source only. Ids are DSP/account/feed/period/scope, as \`ledgerline status\` and \`ledgerline plan --all\` print them.`,
      { code: 'NOT_COMPARED' },
    );
  const { verdict } = compared.equivalence;
  const end: ExitName = verdict === 'different' && compared.stands === 'held' ? 'uncommitted' : 'ok';
  answer(host, options, {
    json: () => ({ exitCode: exitCodes[end].code, ...compared }),
    text: (paint) => diffText(compared, options.all === true, paint),
  });
  if (options.all) for await (const line of allDifferences(compared)) tell(line, options, host);
  return end;
}

function tell(difference: RowDifference, options: DiffOptions, host: Host): void {
  const text = options.json
    ? redactedJson(difference, host.secrets)
    : redacted(differenceLine(difference), host.secrets);
  host.out.write(`${text}\n`);
}

/** Line by line, since there may be millions. */
async function* allDifferences({ differences, first }: ComparedReport): AsyncGenerator<RowDifference, void, void> {
  if (differences === undefined) {
    yield* first;
    return;
  }
  try {
    for await (const line of createInterface({ input: createReadStream(differences) })) yield JSON.parse(line);
  } catch (cause) {
    throw new ConfigError(
      `The list of differences, ${differences}, cannot be read: it was removed or moved. The next run that compares the report writes it anew.`,
      { code: 'DIFFERENCES_GONE', cause },
    );
  }
}
