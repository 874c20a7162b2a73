import type { DeadLetter } from '@ledgerline/core';

/** What is to be done before a replay can help, by the beginning of a letter's code; the first that fits is told. */
const remedies: readonly (readonly [prefix: string, remedy: string])[] = [
  ['RATE_MISSING', 'add the rate to the table'],
  ['CATALOGUE_', 'add it to the catalogue, or set the policy of the validator to flag'],
  ['ISRC_', 'have the DSP correct the ISRC, or set identifiers: flag to keep the row without one'],
  ['CURRENCY_', 'map the name of the currency to its code with a table step of the mapping'],
  ['DRIFT_', 'look at the finding, and accept it when the DSP is right'],
];

/** What a person does about a dead letter. */
export function letterNextStep(
  letter: Pick<DeadLetter, 'stage' | 'code' | 'path' | 'report' | 'row' | 'resolution'>,
): string {
  const { stage, code, path, report, row, resolution } = letter;
  if (resolution) return resolution.kind === 'replayed' ? 'nothing: its row is committed' : 'nothing: it was discarded';
  const again = `ledgerline run --again ${report}`;
  if (stage === 'decode')
    return `the row could not be read, so it cannot be replayed: correct the document or how it is read, then \`${again}\``;
  if (!row) return `its row was not kept, so it cannot be replayed: correct the cause, then \`${again}\``;
  const fallback =
    stage === 'map'
      ? `correct the mapping${path ? ` of ${path}` : ''}`
      : `correct the mapping${path ? ` of ${path}` : ''} or the config of the validator`;
  const remedy = stage === 'validate' ? remedies.find(([prefix]) => code.startsWith(prefix))?.[1] : undefined;
  return `${remedy ?? fallback}, then \`ledgerline dlq replay --report ${report}\`; or \`ledgerline dlq discard\` it with a reason`;
}
