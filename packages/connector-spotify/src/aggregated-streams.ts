import {
  type ConnectorContext,
  dateLevels,
  decode,
  defineFeed,
  gunzip,
  hierarchy,
  type Listed,
  ndjson,
  type Report,
  type RowSource,
  type Window,
} from '@ledgerline/core';
import { bulkAvailability } from './availability.ts';
import { leafBody, listBelow, objectName } from './client.ts';
import type { SpotifyConfig } from './config.ts';
import { flattenAggregated } from './flatten-aggregated.ts';
import { aggregatedColumns } from './records.ts';
import { bulkAccess, bulkPlace } from './streams.ts';

type Context = ConnectorContext<SpotifyConfig>;

async function* list(context: Context, window: Window): AsyncGenerator<Listed, void, void> {
  const access = bulkAccess(context);
  const days = hierarchy({ levels: dateLevels, window, list: (path) => listBelow(access, 'aggregatedstreams', path) });
  for await (const path of days) {
    yield {
      kind: 'report',
      period: path.join('-'),
      locator: [...path],
      object: objectName('aggregatedstreams', path),
    };
  }
}

function read(context: Context, report: Report): RowSource {
  const body = leafBody(bulkAccess(context), 'aggregatedstreams', report.period.split('-'));
  return decode(body, gunzip({ when: 'magic' }), flattenAggregated(), ndjson());
}

/** Streams per day, track and country, as Spotify counted them. */
export const aggregatedStreams = defineFeed<SpotifyConfig>({
  money: false,
  summary: 'Streams per day, track and country, counted by Spotify; both nestings of the document give the same rows.',
  key: 'day',
  documents: 'Bulk API `aggregatedstreams`',
  grain: 'day',
  requires: ['bulk'],
  place: bulkPlace,
  available: bulkAvailability,
  emptyDocument: 'proves-zero',
  list,
  read,
  columns: aggregatedColumns,
  ignore: [],
});
