import { type HttpSourceConfig, http, policyOf } from '@ledgerline/connector-http';
import { upstreamOf } from '@ledgerline/connector-http/mock';
import type { Listed } from '@ledgerline/core';
import { connectorChecks, runChecks } from '@ledgerline/testkit/checks';
import { expect, test } from 'vitest';
import { reportOf } from '../src/records.ts';

const listing: NonNullable<HttpSourceConfig['listing']> = {
  ...{ path: '/reports', query: {}, items: 'reports', next: { kind: 'single' } },
  report: { id: 'id', period: 'month', tag: 'etag', rows: 'rows' },
};

const config: HttpSourceConfig = {
  ...{ dsp: 'nimbus', feed: 'sales', baseUrl: 'https://api.nimbus.example', auth: { kind: 'none' } },
  ...{ grain: 'month', money: true, listing, ignore: [], due: { day: 15, afterDays: 1, zone: 'UTC' } },
  document: { path: '/reports/{id}', query: {}, gzip: false, format: 'csv', headerLine: 1 },
  columns: {
    ...{ isrc: ['ISRC'], territory: ['Country'], units: ['Plays'], amount: ['Royalty'], currency: ['Currency'] },
    ...{ period: { fromReport: 'period' }, saleType: { constant: 'stream' } },
  },
  ...{ notReady: [404], gone: [410] },
};

const { listing: _, ...unlisted } = config;
const micros = { headers: ['Micros'], steps: [{ kind: 'scale', exponent: -6 }] } as const;
const day = { headers: ['Day'], steps: [{ kind: 'date', pattern: 'DD-MM-YYYY' }] } as const;

const kinds: readonly (readonly [string, HttpSourceConfig])[] = [
  [
    'pages by number behind a key, tabs, a header on line 3',
    {
      ...config,
      auth: { kind: 'api-key', header: 'X-Api-Key', key: 'fake-key-0123456789' },
      listing: { ...listing, next: { kind: 'page', param: 'page', first: 0 }, total: 'count' },
      document: { ...config.document, format: 'tsv', headerLine: 3 },
    },
  ],
  [
    'links behind a refresh token, JSON lines, micros, days with a pattern of their own',
    {
      ...config,
      auth: {
        ...{ kind: 'refresh-token', tokenUrl: 'https://login.nimbus.example/token', clientId: 'fake-client' },
        ...{ clientSecret: 'fake-secret-0123456789', refreshToken: 'fake-grant-0123456789' },
      },
      listing: { ...listing, next: { kind: 'link' } },
      document: { ...config.document, format: 'ndjson', gzip: true },
      columns: { ...config.columns, amount: { ...micros, headers: [...micros.headers], steps: [...micros.steps] } },
    },
  ],
  [
    'no listing at all, a month in the query',
    {
      ...unlisted,
      auth: { kind: 'bearer', token: 'fake-token-0123456789' },
      document: { ...config.document, path: '/report', query: { month: '{period}' } },
      columns: { ...config.columns, period: { headers: [...day.headers], steps: [...day.steps] } },
    },
  ],
];

/** What a format or a listing could get wrong; the rest is proved by the contract of the source with most of everything. */
const quick = /^(again|readiness|drift|payload|network)\//;

test.each(kinds)('%s: a source by configuration keeps the contract', { timeout: 240_000 }, async (_, source) => {
  const connector = http.described?.(source);
  if (connector === undefined) throw new Error('nothing is described');
  const upstream = upstreamOf(source);
  const checks = connectorChecks({ connector, upstream, thorough: false }).filter(({ id }) => quick.test(id));
  const results = await runChecks(checks, upstream.waivers);
  expect(results.filter(({ outcome }) => outcome === 'broken')).toEqual([]);
  expect(results.filter(({ outcome }) => outcome === 'holds').length).toBeGreaterThan(7);
});

test('DSP, feed and policy are what the configuration says', () => {
  const described = http.described?.({ ...config, dsp: 'tonspur', feed: 'plays', notReady: [404, 425] });
  expect(described).toMatchObject({ dsp: 'tonspur', capabilities: { revisions: true, controlTotals: true } });
  expect(Object.keys(described?.feeds ?? {})).toEqual(['plays']);
  expect(policyOf({ ...config, gone: [451] }).classify[1]?.when.status).toEqual({ in: [451] });
});

test('a period in any unambiguous form is one, and what the listing claims is held', () => {
  const listed: Listed = reportOf(config, listing, { id: 7, month: '202603', etag: 'v1', rows: 12 });
  expect(listed).toMatchObject({ period: '2026-03', locator: '7', tag: 'v1', object: 'sales-2026-03.csv' });
  expect(listed).toMatchObject({ expected: { rows: '12' } });
});

test('an entry without what the configuration names is told with the path, and nothing of it is taken', () => {
  const read = (entry: object) => () => reportOf(config, listing, entry);
  expect(read({ id: 'r1', etag: 'a', rows: 1 })).toThrow('has no month');
  expect(read({ id: 'r1', month: 'March', etag: 'a', rows: 1 })).toThrow('month that is a period');
});
