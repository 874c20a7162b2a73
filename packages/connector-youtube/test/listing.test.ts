import { expect, test } from 'vitest';
import { createScene } from './scene.ts';

const raw = 'content_owner_asset_ad_revenue_raw_a1';
const estimates = 'content_owner_asset_estimated_revenue_a1';

test('every call says for whom, asks for system-managed jobs, and follows the pages to the last', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'], since: '2026-01-01' });
  scene.fake.state.pageSize = 1;
  const entries = await scene.plan();
  expect(entries.map(({ report, status }) => `${report?.period} ${report?.scope} ${status}`)).toEqual([
    `2026-01 ${raw} new`,
    `2026-02 ${raw} new`,
  ]);
  const api = scene.fake.requests.filter(({ part }) => part === 'api').map(({ path }) => new URL(path, 'http://x'));
  expect(api.every(({ searchParams }) => searchParams.get('onBehalfOfContentOwner') === 'lantern-row')).toBe(true);
  const jobs = api.filter(({ pathname }) => pathname === '/v1/jobs');
  expect(jobs.every(({ searchParams }) => searchParams.get('includeSystemManaged') === 'true')).toBe(true);
  expect(jobs.length).toBe(scene.fake.jobs.length);
});

test('another content owner sees nothing of it', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'], config: { contentOwner: 'somebody-else' } });
  expect(await scene.plan()).toMatchObject([{ status: 'not-ready', code: 'REPORT_NOT_READY', object: raw }]);
});

test('a job without reports lists nothing at all, which is not an empty report', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'], since: '2026-03-01', until: '2026-03-31' });
  expect(await scene.plan()).toEqual([]);
  const { outcomes } = (await scene.run()).pipelines.youtube ?? {};
  expect(outcomes).toEqual([]);
  expect(scene.fake.requests.some(({ part }) => part === 'media')).toBe(false);
});

test('a job that somebody made in the meantime is adopted', async () => {
  const scene = await createScene({
    feeds: ['estimated_revenue'],
    fake: { userJobs: [estimates] },
    since: '2026-03-10',
    until: '2026-03-10',
  });
  // The first listing is late: it does not have the job yet.
  scene.fake.faults.add(
    { part: 'api', path: '/v1/jobs?', method: 'GET', times: 1 },
    { kind: 'status', status: 200, body: '{}' },
  );
  const entries = await scene.plan();
  expect(entries.map(({ report, status }) => `${report?.period} ${status}`)).toEqual(['2026-03-10 new']);
  const statuses = scene.fake.requests.filter(({ method, part }) => method === 'POST' && part === 'api');
  expect(statuses.map(({ status }) => status)).toEqual([409]);
});

test('a job that exists but is not to be seen waits for a later run', async () => {
  const scene = await createScene({ feeds: ['estimated_revenue'] });
  scene.fake.faults.add({ part: 'api', method: 'POST' }, { kind: 'conflict' });
  expect(await scene.plan()).toMatchObject([{ status: 'not-ready', code: 'REPORT_NOT_READY' }]);
});

test('creating a job is repeated after a server error: a second one would be refused as existing', async () => {
  const scene = await createScene({ feeds: ['estimated_revenue'] });
  scene.fake.faults.add({ part: 'api', method: 'POST', times: 1 }, { kind: 'server-error', status: 500 });
  expect(await scene.plan()).toEqual([]);
  const made = scene.fake.requests.filter(({ method, part }) => method === 'POST' && part === 'api');
  expect(made.map(({ status }) => status)).toEqual([500, 200]);
});

test('no job is made where the configuration forbids it, nor ever one that YouTube manages', async () => {
  const scene = await createScene({ feeds: ['estimated_revenue'], config: { createJobs: false } });
  expect(await scene.plan()).toMatchObject([{ status: 'problem', code: 'CONFIG_INVALID' }]);
  const managed = await createScene({ feeds: ['asset_revenue'] });
  managed.fake.expireJob(raw, 0);
  expect(await managed.plan()).toMatchObject([{ status: 'not-ready', code: 'REPORT_NOT_READY' }]);
  const posts = [...scene.fake.requests, ...managed.fake.requests].filter(({ path }) => path.startsWith('/v1/'));
  expect(posts.every(({ method }) => method === 'GET')).toBe(true);
});

test('a job that vanishes between the listings concerns its own type only', async () => {
  const types = { reportTypes: [raw, raw.replace('raw', 'summary')] };
  const scene = await createScene({ feeds: ['asset_revenue'], config: { assetRevenue: types } });
  scene.fake.faults.add({ part: 'api', path: '/reports?', times: 1 }, { kind: 'not-found' });
  const entries = await scene.plan();
  expect(entries.map(({ status, code }) => [status, code])).toEqual([
    ['problem', 'REPORT_GONE'],
    ['new', undefined],
  ]);
});

test.each([
  ['a page token that leads in a circle', '{"jobs":[{"id":"a","reportTypeId":"b"}],"nextPageToken":"x"}', /^PAGING_/],
  ['jobs that are no list', '{"jobs":{"id":"a"}}', /^LISTING_UNEXPECTED$/],
  ['a job without an id', '{"jobs":[{"reportTypeId":"b"}]}', /^LISTING_UNEXPECTED$/],
])('%s is an error, never a short list', async (_what, body, code) => {
  const scene = await createScene({ feeds: ['asset_revenue'] });
  scene.fake.faults.add({ part: 'api', path: '/v1/jobs?' }, { kind: 'status', status: 200, body });
  const [entry] = await scene.plan();
  expect(entry).toMatchObject({ status: 'failed', code: expect.stringMatching(code) });
});

test('a window that is not made of days is left to a person, the others go on', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'] });
  const report = (id: string, startTime: string, endTime: string) => ({
    ...{ id, startTime, endTime, createTime: '2026-03-12T10:00:00.123456Z' },
    downloadUrl: `${scene.fake.state.origin}/v1/media/CONTENT_OWNER/lantern-row/jobs/j/reports/${id}?alt=media`,
  });
  const reports = [
    report('1', '2026-02-01T08:00:00Z', '2026-03-01T08:00:00Z'),
    report('2', '2026-02-01T09:30:00Z', '2026-03-01T08:00:00Z'),
    report('3', '2026-02-01T00:00:00Z', '2026-03-01T08:00:00Z'),
  ];
  scene.fake.faults.add(
    { part: 'api', path: '/reports?' },
    { kind: 'status', status: 200, body: JSON.stringify({ reports }) },
  );
  const entries = await scene.plan();
  expect(entries.map(({ status, code, object }) => [status, code, object])).toEqual([
    ['problem', 'WINDOW_UNEXPECTED', `${raw}/3`],
    ['problem', 'WINDOW_UNEXPECTED', `${raw}/2`],
    ['new', undefined, `${raw}/2026-02/1`],
  ]);
});

test.each([
  ['jobs', '/v1/jobs?', { reportTypes: [{ id: raw }] }],
  ['reports', '/reports?', { jobs: [] }],
])('a listing of %s that is answered with another one is told, never taken for an empty one', async (_, path, body) => {
  const scene = await createScene({ feeds: ['asset_revenue'], since: '2026-02-01', until: '2026-02-28' });
  scene.fake.faults.add({ part: 'api', path }, { kind: 'status', status: 200, body: JSON.stringify(body) });
  const { error } = (await scene.run()).pipelines.youtube ?? {};
  expect(error).toMatchObject({ code: 'LISTING_UNEXPECTED' });
});
