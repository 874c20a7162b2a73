import { jsonError, xmlError } from './answers.ts';
import { createFakeSpotify } from './fake-spotify.ts';

const jsonLines = (document: string, change: (record: object) => object): string =>
  document.replace(/^.+$/gm, (line) => JSON.stringify(change(JSON.parse(line))));

/** What a request to the fake is for, told by its URL. */
function placeOf({ url }: { readonly url: URL }): 'token' | 'listing' | 'address' | 'document' | 'other' {
  if (url.pathname === '/api/token') return 'token';
  const [, object] = /\/enhanced\/(.+)$/.exec(url.pathname) ?? [];
  if (object === undefined) return url.pathname.includes('/streams/') ? 'document' : 'other';
  // Of the resources that are read, only streams are listed; a leaf has a year, a month, a day and a country.
  const [resource, ...path] = object.split('/').filter((segment) => segment !== '');
  if (resource !== 'streams') return 'other';
  return path.length === 4 ? 'address' : 'listing';
}

/** The Bulk API for the conformance suite: two days of streams in two countries. */
export const upstream = {
  name: 'spotify bulk api',
  today: '2026-04-01',
  cannot: {
    gone: 'The Bulk API gives no other answer to what is gone than to what is not there yet (404).',
    wrongTotal: 'Documents of the Bulk API state no totals.',
    shortListing: 'Listings of the Bulk API advertise no total.',
    reissue: 'Listings of the Bulk API do not tell when a day changed; revisions are those of the sales files.',
  },
  start({ now, rows }: { readonly now: () => number; readonly rows: number }) {
    const days = ['2026-03-05', '2026-03-06'];
    const fake = createFakeSpotify({ now, days, countries: ['DE', 'US'], playsPerDay: rows });
    return {
      config: { bulk: fake.bulkConfig() },
      feeds: ['streams'],
      window: { from: '2026-03-01', to: '2026-03-31' },
      handlers: fake.handlers,
      placeOf,
      answers: {
        throttled: (retryAfter: string | undefined) => ({
          at: 'listing' as const,
          respond: () => jsonError(429, 'API rate limit exceeded', retryAfter === undefined ? {} : { retryAfter }),
        }),
        tokenExpired: () => ({ at: 'listing' as const, respond: () => jsonError(401, 'The access token expired') }),
        addressExpired: () => ({ at: 'document' as const, respond: () => xmlError(400, 'ExpiredToken') }),
        notReady: () => ({ at: 'address' as const, respond: () => jsonError(404, 'Not found') }),
      },
      edits: {
        unknownColumn: (document: string) => jsonLines(document, (play) => ({ ...play, mood: 'calm' })),
        missingColumn: (document: string) =>
          jsonLines(document, ({ track_id: _, ...play }: { track_id?: string }) => play),
        noRows: () => '',
      },
    };
  },
};
