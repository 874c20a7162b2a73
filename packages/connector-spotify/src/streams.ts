import {
  ConfigError,
  type ConnectorContext,
  dateLevels,
  decode,
  defineFeed,
  gunzip,
  hierarchy,
  type Listed,
  type LookupSource,
  ndjson,
  type Report,
  type RowSource,
  type Window,
} from '@ledgerline/core';
import { bulkAvailability } from './availability.ts';
import { type BulkAccess, leafBody, listBelow, objectName } from './client.ts';
import type { SpotifyConfig } from './config.ts';
import { knownSources, streamColumns, streamIgnore, trackTake } from './records.ts';
import { requireTracks } from './require-tracks.ts';
import { reportUnknownValues } from './unknown-values.ts';

type Context = ConnectorContext<SpotifyConfig>;

const levels = [...dateLevels, { name: 'country', pattern: /^[A-Z]{2}$/ }];

/** The Bulk API as this context reaches it. */
export function bulkAccess({ http, config }: Context): BulkAccess {
  if (config.bulk === undefined) {
    throw new ConfigError('The Bulk API is not configured; add `bulk` with licensor, clientId and clientSecret.');
  }
  return { http, bulk: config.bulk };
}

/** The licensor decides whose usage the Bulk API tells; the account is but our name for it. */
export function bulkPlace({ bulk }: SpotifyConfig): string {
  return bulk === undefined ? '' : `${bulk.baseUrl.replace(/\/+$/, '')}/${bulk.licensor}/`;
}

async function* list(context: Context, window: Window): AsyncGenerator<Listed, void, void> {
  const access = bulkAccess(context);
  const leaves = hierarchy({ levels, window, list: (path) => listBelow(access, 'streams', path) });
  for await (const path of leaves) {
    const territory = path[3] ?? '';
    yield {
      kind: 'report',
      period: path.slice(0, 3).join('-'),
      scope: territory,
      locator: [...path],
      object: objectName('streams', path),
      facts: { territory },
    };
  }
}

/** The tracks of a day, shared by the countries of that day. */
function tracksOf(access: BulkAccess, day: readonly string[]): LookupSource {
  const body = leafBody(access, 'tracks', day);
  return {
    key: `tracks/${access.bulk.licensor}/${day.join('-')}`,
    source: requireTracks(decode(body, gunzip({ when: 'magic' }), ndjson())),
    by: ['track_id'],
    take: trackTake,
  };
}

function read(context: Context, report: Report): RowSource {
  const access = bulkAccess(context);
  const path = [...report.period.split('-'), report.scope];
  const plays = decode(leafBody(access, 'streams', path), gunzip({ when: 'magic' }), ndjson());
  return {
    ...reportUnknownValues(plays, 'source', knownSources),
    lookups: { tracks: tracksOf(access, path.slice(0, 3)) },
  };
}

/** One row per play, day by day and country by country. */
export const streams = defineFeed<SpotifyConfig>({
  money: false,
  summary: 'One row per play of at least 30 seconds, per day and country, with the ISRC of the same day’s tracks.',
  key: 'day · country',
  documents: 'Bulk API `streams`, joined to the same day’s `tracks`',
  grain: 'day',
  requires: ['bulk'],
  place: bulkPlace,
  available: bulkAvailability,
  emptyDocument: 'proves-zero',
  list,
  read,
  columns: streamColumns,
  ignore: streamIgnore,
});
