import {
  ConfigError,
  type ConnectorContext,
  type DelimitedOptions,
  decode,
  defineFeed,
  delimited,
  gunzip,
  type JsonValue,
  type Listed,
  PayloadError,
  type Report,
  type RowSource,
  type Window,
} from '@ledgerline/core';
import { type Drop, dropPlace, type ExpectedFile, openDrop } from '@ledgerline/drop';
import { salesAvailability } from './availability.ts';
import type { SalesConfig, SpotifyConfig } from './config.ts';
import { salesColumns, salesIgnore, salesSubstance } from './records.ts';
import { planSales } from './sales-plan.ts';

/** Tab-separated without quoting; a row is passed over only when it has neither money nor an identifier. */
const layout: DelimitedOptions = {
  delimiter: '\t',
  quote: null,
  headerLine: 3,
  skip: { whenEmpty: salesSubstance },
};

type Context = ConnectorContext<SpotifyConfig>;

/** The drop of a context, opened anew; nothing is held open between calls. */
export function salesDrop(context: Context): { readonly sales: SalesConfig; readonly drop: Drop } {
  const { config } = context;
  if (config.sales === undefined) {
    throw new ConfigError('The drop of the sales reports is not configured; add `sales` with its `drop`.');
  }
  return { sales: config.sales, drop: openDrop(config.sales.drop, context) };
}

/** Nothing in a drop names an account, so folder and prefix are all that keeps two accounts apart. */
function salesPlace({ sales: configured }: SpotifyConfig): string {
  if (configured === undefined) return '';
  const { drop, prefix } = configured;
  return `${dropPlace(drop)}${prefix}`;
}

async function* list(context: Context, window: Window): AsyncGenerator<Listed, void, void> {
  yield* await planSales({ ...salesDrop(context), window, signal: context.signal });
}

function readLocator(locator: JsonValue): ExpectedFile & { readonly path: string } {
  if (typeof locator === 'object' && locator !== null && 'path' in locator) {
    const { path, size, tag } = locator;
    if (typeof path === 'string' && typeof size === 'number' && typeof tag === 'string') return { path, size, tag };
  }
  throw new PayloadError('The report was listed by another version of this connector; list again.', {
    code: 'LOCATOR_UNKNOWN',
  });
}

function read(context: Context, report: Report): RowSource {
  const { path, ...expected } = readLocator(report.locator);
  const body = salesDrop(context).drop.body(path, expected);
  return decode(body, gunzip({ when: 'magic' }), delimited(layout));
}

/** The monthly sales reports: the only feed with money. */
export const sales = defineFeed<SpotifyConfig>({
  money: true,
  summary: 'One row per country, product and track of a month, with quantity and amount; breakage beside it.',
  key: 'month · `streaming-all`, `breakage-all`, or `streaming-EUR` … where files are split by currency',
  documents: 'a drop: `…-track-for-streaming…`, `…-track-for-breakage…`',
  grain: 'month',
  requires: ['sales'],
  place: salesPlace,
  available: salesAvailability,
  emptyDocument: 'unproven',
  list,
  read,
  columns: salesColumns,
  ignore: salesIgnore,
});
