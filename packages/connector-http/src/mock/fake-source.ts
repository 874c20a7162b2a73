import {
  createReportApi,
  type FakeAuth,
  type FakeListing,
  type FakeReport,
  gzipped,
  placed,
  plain,
  type ReportApiOptions,
} from '@ledgerline/fakes';
import { filledPath, type Listing } from '../client.ts';
import type { HttpSourceConfig } from '../config.ts';
import { delimiterOf } from '../records.ts';
import { columnOf, fakeRow } from './fake-row.ts';

/** Where a path below the root of the API is, without its origin. */
function below(baseUrl: string, path: string): string {
  return `${new URL(baseUrl).pathname.replace(/\/+$/, '')}${path.startsWith('/') ? path : `/${path}`}`;
}

function authOf({ auth }: HttpSourceConfig): FakeAuth {
  if (auth.kind === 'none') return auth;
  if (auth.kind === 'bearer') return { kind: 'header', name: 'authorization', value: `Bearer ${auth.token}` };
  if (auth.kind === 'api-key') return { kind: 'header', name: auth.header, value: auth.key };
  const secret = auth.kind === 'client-credentials' ? auth.clientSecret : auth.refreshToken;
  return { kind: 'oauth', path: new URL(auth.tokenUrl).pathname, expects: [auth.clientId, secret], lifeSec: 3600 };
}

function listingOf({ baseUrl, grain }: HttpSourceConfig, { path, items, total, next, report }: Listing): FakeListing {
  return {
    path: below(baseUrl, path),
    items,
    ...(total === undefined ? {} : { total }),
    pages: next,
    entry({ id, period, version, rows }) {
      const entry: Record<string, unknown> = {};
      placed(entry, report.id, id);
      placed(entry, report.period, grain === 'day' ? `${period}-01` : period);
      if (report.tag !== undefined) placed(entry, report.tag, `v${version}`);
      if (report.rows !== undefined) placed(entry, report.rows, rows);
      if (report.scope !== undefined) placed(entry, report.scope, 'all');
      return entry;
    },
  };
}

/** The header that the fake can take away: that of the units, or of whatever else a row cannot do without. */
function neededOf({ columns }: HttpSourceConfig): string {
  const rules = [columns.units, columns.amount, columns.territory, columns.isrc];
  return rules.map(columnOf).find((column) => column !== undefined)?.header ?? '';
}

/** The API that a configuration describes, made to behave as described. */
export function createFakeSource(config: HttpSourceConfig, options: ReportApiOptions) {
  const { document, listing, baseUrl } = config;
  const address = ({ id, period }: FakeReport): string => {
    const query = Object.entries(document.query)
      .filter(([, text]) => /\{(id|period)\}/.test(text))
      .map(([name, text]) => `${encodeURIComponent(name)}=${filledPath(text, { id, period })}`);
    const path = below(baseUrl, filledPath(document.path, { id, period, account: 'kit' }));
    return query.length === 0 ? path : `${path}?${query.join('&')}`;
  };
  return createReportApi(
    {
      auth: authOf(config),
      ...(listing === undefined ? {} : { listing: listingOf(config, listing) }),
      documents: {
        address,
        format:
          document.format === 'ndjson' ? { kind: 'ndjson' } : { kind: 'delimited', delimiter: delimiterOf(document) },
        preamble: document.headerLine - 1,
        pack: document.gzip ? gzipped : plain,
        needed: neededOf(config),
        row: (draws, index, report) => fakeRow(config, draws, index, report),
      },
    },
    options,
  );
}
