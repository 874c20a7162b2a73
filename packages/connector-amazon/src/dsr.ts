import {
  decode,
  defineFeed,
  gunzip,
  type Listed,
  PayloadError,
  type Report,
  type RowSource,
  type Window,
} from '@ledgerline/core';
import { dsrColumns, dsr as dsrDecoder, messageBody } from '@ledgerline/ddex-dsr';
import { statementAvailability } from './availability.ts';
import { type Context, dropOf, placeOf, readLocator } from './client.ts';
import type { AmazonConfig } from './config.ts';
import { planDsr } from './dsr-plan.ts';
import { dsrColumnMap } from './records.ts';

async function* list(context: Context, window: Window): AsyncGenerator<Listed, void, void> {
  yield* await planDsr({ drop: dropOf(context), config: context.config, window, signal: context.signal });
}

function read(context: Context, { locator, object }: Report): RowSource {
  if (!Array.isArray(locator)) {
    throw new PayloadError('The report was listed by another version of this connector; list again.', {
      code: 'LOCATOR_UNKNOWN',
    });
  }
  const drop = dropOf(context);
  const bodies = locator.map((file) => {
    const { path, ...expected } = readLocator(file);
    return drop.body(path, expected);
  });
  // Source: public readers of Amazon's files undo this escaping, which is not the standard's.
  return decode(messageBody(object, bodies, gunzip({ when: 'magic' })), dsrDecoder({ dialect: 'unescaped-tabs' }));
}

/** DSR messages that lie in the same drop: usage, without money on its rows. */
export const dsr = defineFeed<AmazonConfig>({
  money: false,
  summary: 'One row per usage record of a DDEX DSR message; its money stands at summary level and is not mapped.',
  key: 'period · sender, recipient, service, territory',
  documents: 'a drop: `DSR_….tsv`, gzipped or not, of one file or several',
  grain: 'month',
  place: placeOf,
  available: statementAvailability,
  emptyDocument: 'unproven',
  list,
  read,
  columns: dsrColumnMap,
  ignore: dsrColumns,
});
