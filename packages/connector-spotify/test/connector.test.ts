import spotify, { policy, SpotifyConfig } from '@ledgerline/connector-spotify';
import { createFakeSpotify } from '@ledgerline/connector-spotify/mock';
import { dropRules } from '@ledgerline/drop';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { readMonth } from '../src/sales-head.ts';
import { readSalesName } from '../src/sales-name.ts';

const bulk = createFakeSpotify().bulkConfig();

test('the least configuration of each part is enough, and defaults fill the rest', () => {
  const { licensor, clientId, clientSecret } = bulk;
  const filled = Value.Default(SpotifyConfig, {
    bulk: { licensor, clientId, clientSecret },
    sales: { drop: { kind: 'directory', path: '/srv/drop' } },
  });
  expect(Value.Check(SpotifyConfig, filled)).toBe(true);
  expect(filled).toMatchObject({
    bulk: { baseUrl: 'https://provider-api.spotify.com/v1/analytics', storageHosts: ['storage.googleapis.com'] },
    sales: { kinds: ['streaming', 'breakage'], prefix: '' },
  });
});

test.each([
  { bulk: { ...bulk, clientSecret: '' } },
  { bulk: { ...bulk, storageHosts: [] } },
  { bulk: { ...bulk, extra: 1 } },
  { sales: { drop: { kind: 'ftp', path: '/x' }, prefix: '', kinds: ['streaming'] } },
  { sales: { drop: { kind: 'directory', path: '/x' }, prefix: '', kinds: ['revshare'] } },
  { sales: { drop: { kind: 'directory', path: '/x' }, prefix: '', kinds: ['streaming'], periodFrom: '2026-13' } },
])('a configuration that cannot work is refused: %o', (config) => {
  expect(Value.Check(SpotifyConfig, config)).toBe(false);
});

test('feeds name the part of the configuration they need, and only sales has money', () => {
  expect(Object.entries(spotify.feeds).map(([name, { money, requires }]) => [name, money, requires])).toEqual([
    ['sales', true, ['sales']],
    ['streams', false, ['bulk']],
    ['aggregated_streams', false, ['bulk']],
  ]);
});

test('hosts of the configuration are added to those of the profile', () => {
  const config = { bulk: { ...bulk, accountsUrl: 'http://127.0.0.1:4000', storageHosts: ['127.0.0.1:4001'] } };
  expect(spotify.hosts?.(config)).toEqual(['127.0.0.1:4000', '127.0.0.1:4001']);
  expect(spotify.hosts?.({})).toEqual([]);
  expect(spotify.auth?.({})).toBeUndefined();
});

test('the policy is data, and every limit in it says where it comes from', () => {
  expect(JSON.parse(JSON.stringify(policy))).toEqual(policy);
  for (const { source } of policy.policy.rate ?? []) expect(source).toMatch(/^(assumption: |https?:|developer\.)/);
  expect(policy.classify.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['signed-url-expired', 'reissue'],
    ['leaf-not-ready', 'defer'],
    ['quota-exceeded', 'give-up'],
    ...dropRules.map(({ id, verdict }) => [id, verdict]),
  ]);
});

test('a month reads back from every form it is written in, and from no other', () => {
  const two = (value: number) => String(value).padStart(2, '0');
  fc.assert(
    fc.property(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      const iso = `${year}-${two(month)}`;
      for (const text of [iso, iso.replace('-', ''), `${iso}-28`, `${iso}-28`.replaceAll('-', '')]) {
        expect(readMonth(text)).toBe(iso);
      }
    }),
  );
  for (const text of ['2026-13', '202600', '2026-0301', '202603-01', '2026', '03/2026', '2026-03-00', '']) {
    expect(readMonth(text)).toBeUndefined();
  }
});

test.each([
  ['label-track-for-streaming-202603.txt', { kind: 'streaming', currencies: [], months: ['2026-03'] }],
  ['a/b/Label-Track-For-Breakage-gbp-202603.txt.gz', { kind: 'breakage', currencies: ['GBP'], months: ['2026-03'] }],
  ['USD-track-for-streaming-20260331.txt', { kind: 'streaming', currencies: [], months: [] }],
  [
    '202601-track-for-streaming-202602-202603.txt',
    { kind: 'streaming', currencies: [], months: ['2026-02', '2026-03'] },
  ],
  ['x-track-for-streaming-revshare.txt', { kind: 'skip', reason: 'revenue share: aggregates with another schema' }],
  ['track-for-nothing.txt', { kind: 'skip', reason: 'not a sales report' }],
])('the name %s is understood', (name, expected) => {
  expect(readSalesName(name)).toEqual(expected);
});

test('a place tells folders, prefixes and licensors apart', () => {
  const place = (feed: string, config: SpotifyConfig): string | undefined => spotify.feeds[feed]?.place?.(config);
  const inFolder = (path: string, prefix = ''): SpotifyConfig => ({
    sales: { drop: { kind: 'directory', path }, prefix, kinds: ['streaming'] },
  });
  expect(place('sales', inFolder('/drop'))).toBe('/drop/');
  expect(place('sales', inFolder('/drop', 'label-a/'))).toBe('/drop/label-a/');
  expect(place('sales', {})).toBe('');
  for (const feed of ['streams', 'aggregated_streams']) {
    expect(place(feed, { bulk: { ...bulk, baseUrl: 'https://x/v1/' } })).toBe(`https://x/v1/${bulk.licensor}/`);
    expect(place(feed, {})).toBe('');
  }
});
