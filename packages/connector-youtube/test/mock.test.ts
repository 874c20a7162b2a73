import { gunzipSync } from 'node:zlib';
import {
  createFakeYoutube,
  type FakeYoutubeOptions,
  generateReportFile,
  serveYoutube,
} from '@ledgerline/connector-youtube/mock';
import { expect, onTestFinished, test } from 'vitest';

const estimates = 'content_owner_asset_estimated_revenue_a1';
const raw = 'content_owner_asset_ad_revenue_raw_a1';
const dayMs = 86_400_000;

interface Body {
  readonly jobs?: { id: string; reportTypeId: string; systemManaged?: boolean }[];
  readonly reports?: { id: string; startTime: string; endTime: string; createTime: string; downloadUrl: string }[];
  readonly reportTypes?: { id: string; deprecateTime?: string }[];
  readonly nextPageToken?: string;
  readonly error?: { code: number; status: string; details?: { metadata: { quota_limit: string } }[] };
}

/** A served fake and a client that has its token; redirects are shown, not followed. */
async function start(options: FakeYoutubeOptions = {}) {
  const fake = createFakeYoutube(options);
  const { origin, close } = await serveYoutube(fake);
  onTestFinished(close);
  const form = { client_id: fake.config().clientId, client_secret: fake.config().clientSecret };
  const token = (grant = fake.config().refreshToken) =>
    fetch(`${origin}/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', ...form, refresh_token: grant }),
    });
  const { access_token } = (await (await token()).json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  const send = (path: string, init: RequestInit = {}) =>
    fetch(path.startsWith('http') ? path : `${origin}${path}`, {
      ...init,
      headers: { ...headers, ...init.headers },
      redirect: 'manual',
    });
  const get = async (path: string, query: Record<string, string> = {}): Promise<Body> => {
    const search = new URLSearchParams({ onBehalfOfContentOwner: 'lantern-row', ...query });
    return (await (await send(`${path}?${search}`)).json()) as Body;
  };
  const create = async (reportTypeId: string) => {
    const body = JSON.stringify({ reportTypeId, name: 'a job' });
    return send('/v1/jobs?onBehalfOfContentOwner=lantern-row', { method: 'POST', body });
  };
  const job = fake.jobs.find(({ type }) => type.id === raw)?.id ?? '';
  return { fake, origin, token, send, get, create, job };
}

test('tokens are for the right grant, end on time, and the reply holds no new refresh token', async () => {
  const { fake, token, send } = await start();
  expect(Object.keys((await (await token()).json()) as object)).toEqual(['access_token', 'expires_in', 'token_type']);
  expect([(await token('other')).status, await (await token('other')).json()]).toMatchObject([
    400,
    { error: 'invalid_grant' },
  ]);
  fake.advance(3_599_000);
  expect((await send('/v1/jobs')).status).toBe(401);
});

test('system-managed jobs are hidden unless asked for, other owners see nothing, and nothing is an empty object', async () => {
  const { get, fake } = await start();
  expect(await get('/v1/jobs')).toEqual({});
  const { jobs = [] } = await get('/v1/jobs', { includeSystemManaged: 'true' });
  expect(jobs).toHaveLength(fake.jobs.length);
  expect(jobs.every(({ systemManaged }) => systemManaged === true)).toBe(true);
  expect(await get('/v1/jobs', { includeSystemManaged: 'true', onBehalfOfContentOwner: 'other' })).toEqual({});
});

test('a job is made once; system-managed, unknown and deprecated types and jobs without a name are refused', async () => {
  const { fake, create, send, get } = await start();
  expect((await create(estimates)).status).toBe(200);
  expect((await create(estimates)).status).toBe(409);
  expect((await create(raw)).status).toBe(403);
  expect((await create('no_such_type')).status).toBe(400);
  const { jobs: [made] = [] } = await get('/v1/jobs');
  expect(made).not.toHaveProperty('systemManaged');
  expect(await get(`/v1/jobs/${made?.id}`)).toEqual(made);
  expect((await send(`/v1/jobs/${made?.id}?onBehalfOfContentOwner=lantern-row`, { method: 'DELETE' })).status).toBe(
    200,
  );
  fake.state.deprecated.set(estimates, fake.state.nowMs);
  expect((await create(estimates)).status).toBe(400);
  const { reportTypes = [] } = await get('/v1/reportTypes', { includeSystemManaged: 'true' });
  expect(reportTypes.find(({ id }) => id === estimates)?.deprecateTime).toBe('2026-03-20T18:00:00Z');
});

test('a new job gets 30 days of history in one burst, in any order, then one report a day 18 to 23 hours late', async () => {
  const { fake, create } = await start();
  await create(estimates);
  expect(fake.reports(estimates)).toEqual([]);
  fake.advance(2 * 3_600_000);
  const burst = fake.reports(estimates);
  expect(burst).toHaveLength(30);
  const created = burst.map(({ createdMs }) => createdMs);
  expect(Math.max(...created) - Math.min(...created)).toBeLessThan(204_000);
  expect(burst.map(({ window }) => window.from)).not.toEqual(
    burst
      .map(({ window }) => window.from)
      .sort()
      .reverse(),
  );
  fake.advance(4 * dayMs);
  for (const { window, createdMs } of fake
    .reports(estimates)
    .filter((report) => !burst.some(({ id }) => id === report.id))) {
    expect(createdMs - window.endMs).toBeGreaterThanOrEqual(18 * 3_600_000);
    expect(createdMs - window.endMs).toBeLessThan(23 * 3_600_000);
  }
  fake.advance(27 * dayMs);
  expect(fake.reports(estimates).filter(({ id }) => burst.some((old) => old.id === id))).toEqual([]);
});

test('listings are newest first, ids in no order, pages tiny, and all three filters hold', async () => {
  const { fake, get } = await start({ userJobs: [estimates] });
  fake.state.pageSize = 7;
  const path = `/v1/jobs/${fake.jobs.find(({ type }) => type.id === estimates)?.id}/reports`;
  const all: NonNullable<Body['reports']> = [];
  for (let pageToken: string | undefined = ''; pageToken !== undefined; ) {
    const page: Body = await get(path, pageToken === '' ? {} : { pageToken });
    expect(page.reports?.length).toBeLessThanOrEqual(7);
    all.push(...(page.reports ?? []));
    pageToken = page.nextPageToken;
  }
  expect(all.length).toBeGreaterThan(50);
  const times = all.map(({ createTime }) => createTime);
  expect(times).toEqual([...times].sort().reverse());
  const ids = all.map(({ id }) => id);
  expect(ids).not.toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
  // The clocks of Los Angeles went forward on 8 March 2026.
  expect(all.find(({ startTime }) => startTime === '2026-03-08T08:00:00Z')?.endTime).toBe('2026-03-09T07:00:00Z');
  const window = { startTimeAtOrAfter: '2026-03-01T08:00:00Z', startTimeBefore: '2026-03-03T08:00:00Z' };
  expect((await get(path, window)).reports?.map(({ startTime }) => startTime)).toEqual([
    '2026-03-02T08:00:00Z',
    '2026-03-01T08:00:00Z',
  ]);
  const after = all[2]?.createTime ?? '';
  expect((await get(path, { createdAfter: after })).reports?.map(({ id }) => id).slice(0, 2)).toEqual(ids.slice(0, 2));
});

test('a re-issue is a new resource beside the old one', async () => {
  const { fake } = await start();
  const before = fake.reports(raw);
  fake.reissue(raw, '2026-02-10');
  fake.advance(1);
  const after = fake.reports(raw);
  expect(after).toHaveLength(before.length + 1);
  const [newest] = after;
  if (newest === undefined) throw new Error('no report');
  expect(newest).toMatchObject({ version: 1, window: { from: '2026-02-01', to: '2026-02-28' } });
  const old = before.find(({ window }) => window.from === '2026-02-01');
  expect(fake.totals(newest).amount).not.toBe(old === undefined ? '' : fake.totals(old).amount);
});

test('financial reports are purged after two months, and an expired job is gone with its reports', async () => {
  const { fake, send, job } = await start();
  expect(fake.reports(raw).map(({ window }) => window.from)).toEqual(['2026-02-01', '2026-01-01']);
  fake.advance(26 * dayMs);
  expect(fake.reports(raw).map(({ window }) => window.from)).toEqual(['2026-03-01', '2026-02-01']);
  fake.state.nowMs -= 26 * dayMs;
  fake.expireJob(raw, fake.state.nowMs);
  expect((await send(`/v1/jobs/${job}/reports?onBehalfOfContentOwner=lantern-row`)).status).toBe(404);
});

test('a download is at the fake’s own origin, packed whichever way, and an odd range is answered with the whole', async () => {
  const { fake, get, send, origin, job } = await start();
  const { reports: [report] = [] } = await get(`/v1/jobs/${job}/reports`);
  expect(report?.downloadUrl.startsWith(`${origin}/v1/media/CONTENT_OWNER/lantern-row/jobs/${job}/`)).toBe(true);
  const [newest] = fake.reports(raw);
  if (newest === undefined || report === undefined) throw new Error('no report');
  const expected = generateReportFile({
    content: 'asset-raw',
    ...newest.window,
    seed: 1,
    version: 0,
    assets: fake.assets,
  });
  const bytes = async (init?: RequestInit) => Buffer.from(await (await send(report.downloadUrl, init)).arrayBuffer());
  expect(gunzipSync(await bytes({ headers: { range: 'bytes=0--2' } })).equals(expected.bytes)).toBe(true);
  fake.state.packing = 'plain';
  expect((await bytes()).equals(expected.bytes)).toBe(true);
  fake.state.packing = 'encoded';
  expect((await bytes()).equals(expected.bytes)).toBe(true);
  expect(expected.totals).toEqual(fake.totals(newest));
});

test('the quota answers 429 with the name of the limit, until a minute or a day has passed', async () => {
  const { fake, get } = await start();
  fake.state.quota = { perMinute: 2, perDay: 3 };
  const limit = async () => (await get('/v1/jobs')).error?.details?.[0]?.metadata.quota_limit;
  expect([await limit(), await limit(), await limit()]).toEqual([
    undefined,
    undefined,
    'FreeQuotaRequestsPerMinutePerProject',
  ]);
  fake.advance(60_000);
  expect([await limit(), await limit()]).toEqual([undefined, 'FreeQuotaRequestsPerDayPerProject']);
  fake.state.quota = undefined;
  expect(await limit()).toBeUndefined();
});

test('faults hit the calls they are meant for, and the log has every request in order', async () => {
  const { fake, send } = await start();
  const off = fake.faults.add({ part: 'api', path: '/v1/jobs', nth: 2 }, { kind: 'html-502' });
  fake.faults.add({ part: 'api', path: '/v1/reportTypes', times: 1 }, { kind: 'quota-day' });
  for (const path of ['/v1/jobs', '/v1/jobs', '/v1/jobs', '/v1/reportTypes', '/v1/reportTypes']) await send(path);
  expect(fake.requests.slice(1).map(({ status }) => status)).toEqual([200, 502, 200, 429, 200]);
  off[Symbol.dispose]();
  fake.faults.add({ part: 'api' }, { kind: 'reset' });
  await expect(send('/v1/jobs')).rejects.toThrow();
  fake.faults.clear();
  expect((await send('/v1/jobs')).status).toBe(200);
});

test('the same seed gives the same files, another version other money', () => {
  const file = (version: number, seed = 1) =>
    generateReportFile({
      content: 'asset-raw',
      from: '2026-02-01',
      to: '2026-02-28',
      seed,
      version,
      adjustmentEvery: 5,
    });
  expect(Buffer.compare(file(0).bytes, file(0).bytes)).toBe(0);
  expect(file(1).totals.amount).not.toBe(file(0).totals.amount);
  expect(file(0, 2).totals.amount).not.toBe(file(0).totals.amount);
  const { amount = '', amountsByMonth } = file(0).totals;
  expect(Object.keys(amountsByMonth)).toEqual(['2026-01', '2026-02']);
  expect(amount).toMatch(/^\d+\.\d+$/);
});
