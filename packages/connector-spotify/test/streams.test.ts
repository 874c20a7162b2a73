import spotify from '@ledgerline/connector-spotify';
import { createFakeSpotify, type FakeSpotify, type FakeSpotifyOptions } from '@ledgerline/connector-spotify/mock';
import { expect, test } from 'vitest';
import { createContext, listAll, readAll, toReport } from './fake-context.ts';

function start(options: FakeSpotifyOptions = {}) {
  const fake = createFakeSpotify({ now: () => 0, ...options });
  return { fake, context: createContext({ bulk: fake.bulkConfig() }, fake) };
}

type Context = ReturnType<typeof start>['context'];

const day = ['2026-03-05', '2026-03-05'] as const;

async function open(context: Context, feed = 'streams', scope = 'DE') {
  const listed = (await listAll(context, feed, ...day)).find(
    (item) => item.kind === 'report' && (item.scope ?? '-') === scope,
  );
  if (listed === undefined) throw new Error(`${scope} is not listed`);
  const source = await spotify.feeds[feed]?.read(context, toReport(feed, listed));
  if (source === undefined) throw new Error(`no feed ${feed}`);
  return source;
}

function leafCalls({ requests }: FakeSpotify): string[] {
  return requests.filter(({ path }) => /\/DE(\?|$)/.test(path)).map(({ origin, status }) => `${origin} ${status}`);
}

test('the days of the window are listed country by country, and nothing else is asked for', async () => {
  const { fake, context } = start({ days: ['2025-12-31', '2026-02-28', '2026-03-05'], countries: ['US', 'DE'] });
  const listed = await listAll(context, 'streams', '2026-03-01', '2026-03-31');
  expect(listed).toEqual([
    {
      kind: 'report',
      period: '2026-03-05',
      scope: 'DE',
      locator: ['2026', '03', '05', 'DE'],
      object: 'streams/2026/03/05/DE',
      facts: { territory: 'DE' },
    },
    expect.objectContaining({ scope: 'US' }),
  ]);
  const root = '/v1/analytics/lantern-row/enhanced/streams';
  expect(fake.requests.filter(({ origin }) => origin === 'api').map(({ path }) => path)).toEqual([
    `${root}/`,
    `${root}/2026`,
    `${root}/2026/03`,
    `${root}/2026/03/05`,
  ]);
});

test('a day that is not published yet lists nothing', async () => {
  const { fake, context } = start();
  fake.state.notYet.add('streams/2026/03/05');
  expect(await listAll(context, 'streams', ...day)).toEqual([]);
});

test('a licensor that Spotify does not know is a ConfigError', async () => {
  const { fake } = start();
  const context = createContext({ bulk: { ...fake.bulkConfig(), licensor: 'nobody' } }, fake);
  await expect(listAll(context, 'streams', ...day)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test.each([
  ['no array', '{"items":[]}'],
  ['an entry without a uri', '[{"href":"/x"}]'],
  ['another listing', '[{"uri":"/lantern-row/enhanced/tracks/2026"}]'],
  ['the level above', '[{"uri":"/lantern-row/enhanced/streams"}]'],
])('a listing that is %s is an error, not an empty list', async (_what, body) => {
  const { fake, context } = start();
  fake.faults.add({ path: /streams\/$/ }, { kind: 'status', status: 200, body });
  await expect(listAll(context, 'streams', ...day)).rejects.toMatchObject({ code: 'LISTING_UNEXPECTED' });
});

test.each(['303', '302', '307', 'url-in-303-body', 'url-as-text', 'direct'] as const)(
  'plays are read when a leaf is delivered by %s, and no token reaches storage',
  async (delivery) => {
    const { fake, context } = start();
    fake.state.delivery = delivery;
    const reading = await readAll(await open(context));
    expect(reading.rows).toHaveLength(fake.data.countOf('2026/03/05', 'DE'));
    expect(fake.state.leakedTokens).toBe(0);
    const storage = fake.requests.filter(({ origin }) => origin === 'storage');
    expect(storage.filter(({ headers }) => 'authorization' in headers)).toEqual([]);
    expect(storage.length).toBe(delivery === 'direct' ? 0 : 1);
  },
);

test('an empty body and an empty gzip are documents without content', async () => {
  const { fake, context } = start();
  fake.state.delivery = 'empty';
  expect(await readAll(await open(context))).toMatchObject({ rows: [], hasContent: false });
  fake.state.delivery = '303';
  fake.state.emptyObjects.add('streams/2026/03/05/DE');
  expect(await readAll(await open(context))).toMatchObject({ rows: [], hasContent: false });
  expect(spotify.feeds.streams?.emptyDocument).toBe('proves-zero');
});

test('a lapsed signed URL is asked for anew, not tried again', async () => {
  const { fake, context } = start();
  fake.faults.add({ origin: 'storage', nth: 1 }, { kind: 'signature-expired' });
  await readAll(await open(context));
  expect(leafCalls(fake)).toEqual(['api 303', 'storage 400', 'api 303', 'storage 200']);
});

test('a token that lapses in the middle is renewed once, for all that wait', async () => {
  const { fake, context } = start();
  const source = await open(context);
  fake.state.revokeTokens();
  expect((await readAll(source)).rows.length).toBeGreaterThan(0);
  expect(fake.state.tokensIssued).toBe(2);
});

test('a leaf that answers 404 is not ready', async () => {
  const { fake, context } = start();
  const source = await open(context);
  fake.state.notYet.add('streams/2026/03/05/DE');
  await expect(readAll(source)).rejects.toMatchObject({ code: 'REPORT_NOT_READY' });
});

test('a redirect that names no address is an error', async () => {
  const { fake, context } = start();
  fake.faults.add({ path: /DE$/ }, { kind: 'status', status: 303, body: '<html>moved</html>' });
  await expect(readAll(await open(context))).rejects.toMatchObject({ code: 'LOCATION_MISSING' });
});

test('a truncated gzip is an error', async () => {
  const { fake, context } = start();
  fake.faults.add({ origin: 'storage' }, { kind: 'truncated', missingBytes: 4 });
  await expect(readAll(await open(context))).rejects.toMatchObject({ code: 'GZIP_TRUNCATED' });
});

test('a source that is not known is a finding, once, and its rows stay', async () => {
  const { fake, context } = start();
  fake.state.unknownSource = 'smart_shelf';
  const { rows, findings } = await readAll(await open(context), ['track_id']);
  expect(rows).toHaveLength(fake.data.countOf('2026/03/05', 'DE'));
  expect(findings.filter((text) => text.startsWith('UNKNOWN_VALUE'))).toEqual([
    expect.stringContaining('streams/2026/03/05/DE: "smart_shelf" in "source" is not known'),
  ]);
});

test('plays are joined to the tracks of their day, read under one key for all countries', async () => {
  const { fake, context } = start();
  const sources = await Promise.all(['DE', 'US'].map((country) => open(context, 'streams', country)));
  const [tracks, same] = sources.map(({ lookups }) => lookups?.tracks);
  expect(tracks?.key).toBe('tracks/lantern-row/2026-03-05');
  expect(same?.key).toBe(tracks?.key);
  const { rows } = await readAll(tracks?.source ?? (await open(context)));
  expect(rows).toHaveLength(fake.catalogue.length);
  expect(rows[0]).toMatchObject({ track_id: fake.catalogue[0]?.trackId, isrc: fake.catalogue[0]?.isrc });
});

test('without the tracks of its day a report is not ready: no ISRC is lost in silence', async () => {
  const { fake, context } = start();
  const source = (await open(context)).lookups?.tracks?.source;
  if (source === undefined) throw new Error('no lookup');
  fake.state.notYet.add('tracks/2026/03/05');
  await expect(readAll(source)).rejects.toMatchObject({ code: 'REPORT_NOT_READY' });
  fake.state.notYet.clear();
  fake.state.emptyObjects.add('tracks/2026/03/05');
  await expect(readAll(source)).rejects.toMatchObject({ code: 'REPORT_NOT_READY' });
});

test('both nestings of aggregated streams give the same rows, which add up to the plays', async () => {
  const { fake, context } = start();
  const nested = await readAll(await open(context, 'aggregated_streams', '-'));
  fake.state.nesting = 'flat';
  const flat = await readAll(await open(context, 'aggregated_streams', '-'));
  expect(flat.rows).toEqual(nested.rows);
  const plays = ['DE', 'US', 'JP'].reduce((sum, country) => sum + fake.data.countOf('2026/03/05', country), 0);
  expect(nested.rows.reduce((sum, { streams }) => sum + Number(streams), 0)).toBe(plays);
});

test('a nesting that nobody knows is an error, never no streams', async () => {
  const { fake, context } = start();
  fake.state.nesting = 'none';
  await expect(readAll(await open(context, 'aggregated_streams', '-'))).rejects.toMatchObject({
    code: 'NESTING_UNKNOWN',
  });
});
