import type { Upstream } from '@ledgerline/testkit/checks';
import { createFakeDsp, key, origins } from './fake-dsp.ts';

const answer = (at: 'listing' | 'address' | 'document', status: number, headers: Record<string, string> = {}) => ({
  at,
  respond: () => new Response(JSON.stringify({ error: status }), { status, headers }),
});

const changeLines = (document: string, change: (cells: string[], line: number) => string[]): string =>
  document
    .trimEnd()
    .split('\n')
    .map((line, at) => change(line.split(','), at).join(','))
    .concat('')
    .join('\n');

export const upstream: Upstream = {
  name: 'sample',
  today: '2026-05-01',
  start({ rows }) {
    const fake = createFakeDsp({ rows });
    return {
      config: { label: 'kit', key, baseUrl: origins.api, storageHost: new URL(origins.storage).host },
      window: { from: '2026-01-01', to: '2026-03-31' },
      handlers: fake.handlers,
      placeOf({ url }) {
        if (url.origin === origins.storage) return 'document';
        return url.pathname === '/reports' ? 'listing' : 'address';
      },
      answers: {
        throttled: (retryAfter) =>
          answer('listing', 429, retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
        tokenExpired: () => answer('listing', 401),
        addressExpired: () => answer('document', 403),
        notReady: () => answer('address', 404),
        gone: () => answer('address', 410),
      },
      edits: {
        unknownColumn: (document) => changeLines(document, (cells, at) => [...cells, at === 0 ? 'Mood' : 'calm']),
        missingColumn: (document) =>
          changeLines(document, ([isrc = '', country = '', _plays, ...rest]) => [isrc, country, ...rest]),
        noRows: (document) => `${document.split('\n')[0]}\n`,
        wrongTotal: (document) => document.replace(/\n[^\n]*\n$/, '\n'),
        shortListing: (listing) => {
          const page: { reports: unknown[] } = JSON.parse(listing);
          return JSON.stringify({ ...page, reports: listing.includes('"r2"') ? [] : page.reports });
        },
      },
      reissue: fake.reissue,
    };
  },
};
