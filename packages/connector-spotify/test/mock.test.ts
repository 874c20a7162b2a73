import { gunzipSync } from 'node:zlib';
import { createFakeSpotify, type FakeSpotifyOptions, serveSpotify } from '@ledgerline/connector-spotify/mock';
import { expect, onTestFinished, test } from 'vitest';

const leaf = '/lantern-row/enhanced/streams/2026/03/05/DE';

/** A served fake and a client that has its token; redirects are shown, not followed. */
async function start(options: FakeSpotifyOptions = {}) {
  const fake = createFakeSpotify(options);
  const served = await serveSpotify(fake);
  onTestFinished(() => served.close());
  const token = (basic = btoa('fake-client:fake-secret')) =>
    fetch(`${served.api}/api/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
  const { access_token } = (await (await token()).json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  const get = (path: string) => fetch(`${served.api}/v1/analytics${path}`, { headers, redirect: 'manual' });
  const signed = async () => (await get(leaf)).headers.get('location') ?? '';
  return { fake, served, token, get, signed };
}

test('a token is only for the right client, and is refused when it lapsed or was revoked', async () => {
  let nowMs = 0;
  const { fake, token, get } = await start({ now: () => nowMs });
  const wrong = await token(btoa('fake-client:other'));
  expect([wrong.status, await wrong.json()]).toMatchObject([400, { error: 'invalid_client' }]);
  expect((await get('/lantern-row/enhanced/streams/')).status).toBe(200);
  nowMs = 3_600_000;
  expect((await get('/lantern-row/enhanced/streams/')).status).toBe(401);
  nowMs = 0;
  fake.state.revokeTokens();
  expect((await get('/lantern-row/enhanced/streams/')).status).toBe(401);
});

test('listings lead from the years to the countries, padded or not', async () => {
  const { get } = await start({ days: ['2025-12-31', '2026-03-05', '2026-03-06'] });
  const root = '/lantern-row/enhanced/streams';
  const uris = async (path: string) => ((await (await get(path)).json()) as { uri: string }[]).map(({ uri }) => uri);
  expect(await uris(`${root}/`)).toEqual([`${root}/2025`, `${root}/2026`]);
  expect(await uris(`${root}/2026`)).toEqual([`${root}/2026/03`]);
  expect(await uris(`${root}/2026/3`)).toEqual([`${root}/2026/03/05`, `${root}/2026/03/06`]);
  expect(await uris(`${root}/2026/3/5`)).toEqual([
    `${root}/2026/03/05/DE`,
    `${root}/2026/03/05/US`,
    `${root}/2026/03/05/JP`,
  ]);
});

test('a leaf redirects to a signed URL of another origin, whose gzip holds the plays', async () => {
  const { fake, served, get } = await start();
  const redirect = await get(leaf);
  expect(redirect.status).toBe(303);
  const location = redirect.headers.get('location') ?? '';
  expect(location.startsWith(served.storage)).toBe(true);
  const bytes = new Uint8Array(await (await fetch(location)).arrayBuffer());
  const lines = gunzipSync(bytes).toString('utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(fake.data.countOf('2026/03/05', 'DE'));
  expect(Object.keys(JSON.parse(lines[0] ?? ''))).toEqual([
    'track_id',
    'source',
    'source_uri',
    'discovery_flag',
    'completion_flag',
  ]);
});

test('storage records and refuses a token', async () => {
  const { fake, signed } = await start();
  const answer = await fetch(await signed(), { headers: { authorization: 'Bearer x' } });
  expect(answer.status).toBe(400);
  expect(fake.state.leakedTokens).toBe(1);
});

test('a signed URL lapses, and one that was altered never worked', async () => {
  let nowMs = 0;
  const { signed } = await start({ now: () => nowMs });
  const url = await signed();
  nowMs = 900_001;
  const over = await fetch(url);
  expect([over.status, await over.text()]).toEqual([400, expect.stringContaining('<Code>ExpiredToken</Code>')]);
  expect((await fetch(url.replace('/DE', '/US'))).status).toBe(403);
});

test('storage continues a file from an offset under its ETag', async () => {
  const { signed } = await start();
  const url = await signed();
  const whole = await fetch(url);
  const bytes = Buffer.from(await whole.arrayBuffer());
  const etag = whole.headers.get('etag') ?? '';
  const rest = await fetch(url, { headers: { range: 'bytes=10-', 'if-range': etag } });
  expect([rest.status, rest.headers.get('content-range')]).toEqual([
    206,
    `bytes 10-${bytes.length - 1}/${bytes.length}`,
  ]);
  expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(10))).toBe(true);
  expect((await fetch(url, { headers: { range: 'bytes=10-', 'if-range': '"other"' } })).status).toBe(200);
});

test('every way of delivery can be switched', async () => {
  const { fake, get } = await start();
  const seen: Record<string, unknown> = {};
  for (const delivery of ['302', '307', 'url-in-303-body', 'url-as-text', 'direct', 'empty'] as const) {
    fake.state.delivery = delivery;
    const answer = await get(leaf);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const shape = bytes[0] === 0x1f ? 'gzip' : bytes.toString().startsWith('http') ? 'url' : `${bytes.length} bytes`;
    seen[delivery] = [answer.status, answer.headers.has('location'), shape];
  }
  expect(seen).toEqual({
    '302': [302, true, '0 bytes'],
    '307': [307, true, '0 bytes'],
    'url-in-303-body': [303, false, 'url'],
    'url-as-text': [200, false, 'url'],
    direct: [200, false, 'gzip'],
    empty: [200, false, '0 bytes'],
  });
});

test('faults hit the calls they are meant for and no others', async () => {
  const { fake, get } = await start();
  const place = { origin: 'api', path: '/streams/2026/03/05/DE' } as const;
  fake.faults.add({ ...place, nth: 1 }, { kind: 'throttle', retryAfter: '7' });
  fake.faults.add({ ...place, nth: [2, 3] }, { kind: 'status', status: 503 });
  fake.faults.add({ ...place, nth: 4 }, { kind: 'quota' });
  fake.faults.add({ ...place, nth: 5 }, { kind: 'not-yet' });
  using _always = fake.faults.add({ path: /\/JP$/ }, { kind: 'token-expired' });
  const first = await get(leaf);
  expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7']);
  expect([(await get(leaf)).status, (await get(leaf)).status]).toEqual([503, 503]);
  const quota = await get(leaf);
  expect([quota.status, await quota.json()]).toMatchObject([429, { error: { reason: 'QUOTA_EXCEEDED' } }]);
  expect([(await get(leaf)).status, (await get(leaf)).status]).toEqual([404, 303]);
  expect((await get(leaf.replace('DE', 'JP'))).status).toBe(401);
  expect((await get(leaf.replace('DE', 'US'))).status).toBe(303);
});

test('a redirect loop leads back to where it came from', async () => {
  const { fake, served, get } = await start();
  fake.faults.add({ path: '/DE' }, { kind: 'redirect-loop' });
  expect((await get(leaf)).headers.get('location')).toBe(`${served.api}/v1/analytics${leaf}`);
});

test('a connection can be reset before the answer and cut within the body', async () => {
  const { fake, signed } = await start({ playsPerDay: 5_000 });
  const url = await signed();
  fake.faults.add({ origin: 'storage', nth: 1 }, { kind: 'reset' });
  fake.faults.add({ origin: 'storage', nth: 2 }, { kind: 'cut', afterBytes: 1_000 });
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  const answer = await fetch(url);
  let received = 0;
  const reading = (async () => {
    for await (const chunk of answer.body ?? []) received += chunk.length;
  })();
  await expect(reading).rejects.toThrow('terminated');
  expect(received).toBe(1_000);
});

test('a wrong length ends in a broken body, a truncated gzip in a whole one', async () => {
  const { fake, signed } = await start();
  const url = await signed();
  const whole = Buffer.from(await (await fetch(url)).arrayBuffer());
  fake.faults.add({ origin: 'storage', nth: 1 }, { kind: 'wrong-length', byBytes: 5 });
  fake.faults.add({ origin: 'storage', nth: 2 }, { kind: 'truncated', missingBytes: 5 });
  await expect((await fetch(url)).arrayBuffer()).rejects.toThrow('terminated');
  expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(whole.subarray(0, -5))).toBe(true);
});

test('a slow body comes in small pieces and whole', async () => {
  const { fake, signed } = await start();
  const url = await signed();
  fake.faults.add({ origin: 'storage' }, { kind: 'slow', chunkBytes: 300, chunkDelayMs: 1 });
  const chunks = await Array.fromAsync((await fetch(url)).body ?? []);
  expect(chunks.length).toBeGreaterThan(3);
  expect(gunzipSync(Buffer.concat(chunks)).length).toBeGreaterThan(0);
});

test('aggregated documents come in both nestings and in one that nobody knows', () => {
  const fake = createFakeSpotify();
  const first = () =>
    JSON.parse(Buffer.from(fake.data.plain('aggregatedstreams/2026/03/05')).toString().split('\n')[0] ?? '');
  const nested = first().streams.country;
  fake.state.nesting = 'flat';
  expect(first().streams).toEqual(nested);
  fake.state.nesting = 'none';
  expect(Object.keys(first().streams)).toEqual(['total', 'regions']);
});

test('the request log tells method, path, headers, time and answer', async () => {
  const { fake, get } = await start({ now: () => 42 });
  await get('/other/enhanced/streams/');
  expect(fake.requests).toMatchObject([
    { origin: 'accounts', method: 'POST', path: '/api/token', status: 200, atMs: 42 },
    { origin: 'api', method: 'GET', path: '/v1/analytics/other/enhanced/streams/', status: 404 },
  ]);
  expect(fake.requests[1]?.headers.authorization).toBe('Bearer fake-token-1');
});
