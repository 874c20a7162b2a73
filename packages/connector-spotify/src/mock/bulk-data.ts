import { gzipSync } from 'node:zlib';
import { createDraws } from '@ledgerline/fakes';
import type { Catalogue, FakeTrack } from './catalogue.ts';

/** Where aggregated documents keep the countries; `none` is a shape nobody knows. */
export type Nesting = 'country' | 'flat' | 'none';

/** What the documents of the fake hold; switches may change at any time. */
export interface BulkDataSwitches {
  nesting: Nesting;
  /** Stands in `source` of every tenth play when set. */
  unknownSource: string | undefined;
  /** Objects (`streams/2026/03/05/DE`) that are an empty gzip. */
  readonly emptyObjects: Set<string>;
}

export interface BulkDataOptions {
  readonly seed: string | number;
  readonly catalogue: Catalogue;
  readonly countries: readonly string[];
  /** Plays of the first country; the others have fewer by rank. */
  readonly playsPerDay: number;
}

const sources = ['others_playlist', 'playlist', 'radio', 'search', 'album', 'artist', 'collection', 'play_queue'];

function lines(records: readonly object[]): Uint8Array {
  return Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''), 'utf8');
}

/** Makes the documents of the Bulk API; the same seed gives the same documents. */
export function createBulkData(
  { seed, catalogue, countries, playsPerDay }: BulkDataOptions,
  switches: BulkDataSwitches,
) {
  function plays(resource: string, day: string, country: string): { track: FakeTrack; record: object }[] {
    const draws = createDraws('plays', seed, resource, day, country);
    const rank = countries.indexOf(country) + 1;
    const count = Math.max(1, Math.floor(playsPerDay / rank / (resource === 'streams' ? 1 : 4)));
    return Array.from({ length: count }, (_, index) => {
      const track = catalogue[draws.zipf(catalogue.length)] as FakeTrack;
      const source = draws.pick(sources);
      const record = {
        track_id: track.trackId,
        source: switches.unknownSource !== undefined && index % 10 === 9 ? switches.unknownSource : source,
        source_uri: `spotify:${source}:${draws.int(1000)}`,
        discovery_flag: draws.int(2) === 0 ? 'N' : 'Y',
        completion_flag: draws.int(3) === 0 ? 'N' : 'Y',
      };
      return { track, record };
    });
  }

  function aggregated(day: string): object[] {
    const counts = new Map<FakeTrack, Record<string, number>>();
    for (const country of countries) {
      if (switches.emptyObjects.has(`streams/${day}/${country}`)) continue;
      for (const { track } of plays('streams', day, country)) {
        const byCountry = counts.get(track) ?? {};
        byCountry[country] = (byCountry[country] ?? 0) + 1;
        counts.set(track, byCountry);
      }
    }
    return [...counts].map(([track, byCountry]) => {
      const nested = Object.fromEntries(Object.entries(byCountry).map(([country, total]) => [country, { total }]));
      const total = Object.values(byCountry).reduce((sum, count) => sum + count, 0);
      return {
        date: day.replaceAll('/', '-'),
        trackv2: { name: track.title, href: `spotify:track:${track.trackId}`, isrc: track.isrc },
        album: { name: track.album, href: `spotify:album:${track.upc}` },
        streams: {
          country: { total, country: nested },
          flat: nested,
          none: { total, regions: nested },
        }[switches.nesting],
        skips: 0,
        saves: { total: 0 },
      };
    });
  }

  function tracks(): object[] {
    return catalogue.map((track) => ({
      track_id: track.trackId,
      isrc: track.isrc,
      track_name: track.title,
      artist_name: track.artist,
      album_name: track.album,
    }));
  }

  function users(day: string): object[] {
    const draws = createDraws('users', seed, day);
    return Array.from({ length: 10 }, (_, index) => ({ user_id: `u${index}`, country: draws.pick(countries) }));
  }

  return {
    /** Plays of a country on a day (`2026/03/05`). */
    countOf: (day: string, country: string): number =>
      switches.emptyObjects.has(`streams/${day}/${country}`) ? 0 : plays('streams', day, country).length,
    /** The decoded document of an object such as `streams/2026/03/05/DE`. */
    plain(object: string): Uint8Array {
      const [resource = '', year, month, date, country = ''] = object.split('/');
      const day = `${year}/${month}/${date}`;
      if (switches.emptyObjects.has(object)) return new Uint8Array(0);
      if (resource === 'tracks') return lines(tracks());
      if (resource === 'users') return lines(users(day));
      if (resource === 'aggregatedstreams') return lines(aggregated(day));
      return lines(plays(resource, day, country).map(({ record }) => record));
    },
    gzip(object: string): Uint8Array {
      return gzipSync(this.plain(object));
    },
  };
}

export type BulkData = ReturnType<typeof createBulkData>;
