import { apiError, quotaError } from './answers.ts';
import { createFakeYoutube } from './fake-youtube.ts';

const estimateType = 'content_owner_asset_estimated_revenue_a1';
const assetType = 'content_owner_asset_a3';

/** Changes records one by one; a cell in quotes may hold line feeds. `at` is 0 for the header. */
function recordwise(csv: string, change: (record: string, at: number) => string): string {
  let at = -1;
  return csv.replace(/((?:"(?:[^"]|"")*"|[^"\n])+)\n/g, (_, record: string) => {
    at += 1;
    return `${change(record, at)}\n`;
  });
}

/** The Reporting API for the conformance suite: a month of revenue, two days of estimates and of assets, and the assets all are joined to. */
export const upstream = {
  name: 'youtube reporting api',
  today: '2026-03-20',
  cannot: {
    addressExpired:
      'Download addresses of the Reporting API are neither signed nor limited in time; the token goes along.',
    notReady: 'The Reporting API has no answer for a report that is still to come: it is not listed.',
    wrongTotal: 'Reports of the Reporting API state no totals.',
    shortListing: 'Listings of the Reporting API advertise no total.',
  },
  start({ now, rows }: { readonly now: () => number; readonly rows: number }) {
    const fake = createFakeYoutube({ now, userJobs: [estimateType] });
    fake.state.files = { rows: 8 };
    fake.state.rows.set('asset-raw', rows);
    fake.state.pageSize = 40;
    // The catalogue that rows are joined to is that of the latest day, outside of the window.
    const [latest] = fake.reports(assetType);
    const isDownload = (url: URL): boolean => url.pathname.startsWith('/v1/media/');
    return {
      config: fake.config(),
      feeds: ['asset_revenue', 'estimated_revenue', 'assets'],
      window: { from: '2026-02-27', to: '2026-02-28' },
      handlers: fake.handlers,
      placeOf: ({ url }: { readonly url: URL }): 'token' | 'listing' | 'document' | 'other' => {
        if (url.pathname === '/token') return 'token';
        if (!isDownload(url)) return 'listing';
        return latest !== undefined && url.pathname.endsWith(`/${latest.id}`) ? 'other' : 'document';
      },
      answers: {
        throttled: (retryAfter: string | undefined) => ({
          at: 'listing' as const,
          respond: () => {
            const answer = quotaError('minute', 60);
            if (retryAfter !== undefined) answer.headers.set('retry-after', retryAfter);
            return answer;
          },
        }),
        tokenExpired: () => ({
          at: 'document' as const,
          respond: () => apiError(401, 'Request had invalid authentication credentials.'),
        }),
        gone: () => ({ at: 'document' as const, respond: () => apiError(404, 'Requested entity was not found.') }),
      },
      edits: {
        unknownColumn: (csv: string) => recordwise(csv, (record, at) => `${record},${at === 0 ? 'mood' : 'calm'}`),
        missingColumn: (csv: string) => csv.replace('asset_id', 'asset_remark'),
        noRows: (csv: string) => `${csv.split('\n', 1)[0]}\n`,
      },
      reissue: () => fake.reissue(estimateType, '2026-02-27'),
    };
  },
};
