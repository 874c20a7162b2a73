import {
  decode,
  defineFeed,
  delimited,
  gunzip,
  type Listed,
  type Report,
  type RowSource,
  type Window,
} from '@ledgerline/core';
import { unzip } from '@ledgerline/drop';
import { statementAvailability } from './availability.ts';
import { type Context, dropOf, placeOf, readLocator } from './client.ts';
import type { AmazonConfig } from './config.ts';
import { statementColumns, statementIgnore } from './records.ts';
import { planStatements } from './statement-plan.ts';
import { statementRows } from './statement-rows.ts';

async function* list(context: Context, window: Window): AsyncGenerator<Listed, void, void> {
  yield* await planStatements({ drop: dropOf(context), config: context.config, window, signal: context.signal });
}

function read(context: Context, report: Report): RowSource {
  const { path, ...expected } = readLocator(report.locator);
  const body = dropOf(context).body(path, expected);
  const rows = decode(body, gunzip({ when: 'magic' }), unzip(), delimited({ delimiter: ',' }));
  return statementRows(rows, report, context.config);
}

/** The monthly statements: the feed with money. */
export const statements = defineFeed<AmazonConfig>({
  money: true,
  summary:
    'One row per recording or album, product and kind of sale of a territory, month and service, with units and amount.',
  key: 'month · territory : service : file name without extension',
  documents: 'a drop: `TERRITORY/MONTH/SERVICE/FILE.zip`, `.csv` or `.csv.gz`',
  grain: 'month',
  place: placeOf,
  available: statementAvailability,
  emptyDocument: 'unproven',
  list,
  read,
  columns: statementColumns,
  ignore: statementIgnore,
});
