import type { ReportApiOptions } from '@ledgerline/fakes';
import type { HttpSourceConfig } from '../config.ts';
import { createFakeSource } from './fake-source.ts';

const noRefresh = 'The credential is made by hand; when the API refuses it, the source stops and says so.';

/** Why parts are missing that the configuration does not speak of. */
function cannotOf({ listing, auth }: HttpSourceConfig): Readonly<Record<string, string>> {
  return {
    addressExpired: 'Documents come from the API itself; there is no signed address that could lapse.',
    ...(listing === undefined ? { listing: 'The API lists nothing; a report is asked for by its period.' } : {}),
    ...(listing?.total === undefined ? { shortListing: 'The listing states no total.' } : {}),
    ...(listing?.report.tag === undefined ? { reissue: 'The listing does not tell when a report changed.' } : {}),
    ...(auth.kind === 'none' ? { tokenExpired: 'Anybody may ask.' } : {}),
  };
}

/** What the conformance suite asks about the API that a configuration describes. */
export function upstreamOf(config: HttpSourceConfig) {
  const isFixed = config.auth.kind === 'bearer' || config.auth.kind === 'api-key';
  return {
    name: `${config.dsp}/${config.feed}`,
    today: '2026-06-01',
    cannot: cannotOf(config),
    waivers: isFixed ? { 'credentials/lapse': noRefresh } : {},
    start(options: ReportApiOptions) {
      const window = { from: '2026-01-01', to: '2026-03-31' };
      return { config, window, ...createFakeSource(config, options) };
    },
  };
}

export type SourceUpstream = ReturnType<typeof upstreamOf>;

/** A source with most of what a configuration can say. */
export const upstream = upstreamOf({
  dsp: 'nimbus',
  feed: 'sales',
  baseUrl: 'https://api.nimbus.example/v1',
  auth: {
    ...{ kind: 'client-credentials', tokenUrl: 'https://login.nimbus.example/oauth/token' },
    ...{ clientId: 'fake-client', clientSecret: 'fake-secret-0123456789' },
  },
  grain: 'month',
  money: true,
  listing: {
    ...{ path: '/reports', query: { account: '{account}' }, items: 'data.reports', total: 'data.count' },
    next: { kind: 'cursor', token: 'data.next', param: 'after' },
    report: { id: 'id', period: 'about.month', tag: 'etag', rows: 'rows' },
  },
  document: { path: '/reports/{id}/file', query: {}, gzip: true, format: 'csv', delimiter: ';', headerLine: 1 },
  columns: {
    isrc: ['ISRC'],
    title: { headers: ['Title'], optional: true },
    territory: ['Country'],
    units: ['Plays', 'Streams'],
    amount: { headers: ['Royalty'], steps: [{ kind: 'decimal', mark: ',' }] },
    currency: ['Currency'],
    period: { fromReport: 'period' },
    saleType: { headers: ['Kind'], steps: [{ kind: 'table', entries: { S: 'stream', D: 'download' } }] },
  },
  ignore: [],
  due: { day: 15, afterDays: 1, zone: 'UTC' },
  notReady: [404],
  gone: [410],
});
