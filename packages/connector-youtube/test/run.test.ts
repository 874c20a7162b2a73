import type { FakeYoutube } from '@ledgerline/connector-youtube/mock';
import { serve } from '@ledgerline/connector-youtube/mock';
import { HttpResponse, http } from 'msw';
import { expect, onTestFinished, test } from 'vitest';
import { createScene, outcomes, scaled, sumBy } from './scene.ts';

const raw = 'content_owner_asset_ad_revenue_raw_a1';
const estimates = 'content_owner_asset_estimated_revenue_a1';
const hourMs = 3_600_000;

function calls({ requests }: FakeYoutube, part?: string): string[] {
  return requests
    .filter((request) => part === undefined || request.part === part)
    .map(({ method, path, status }) => `${method} ${path.replace(/\?.*$/, '')} ${status}`);
}

test('a missing job is created, its burst of history settles window by window, and nothing is fetched twice', async () => {
  const window = { since: '2026-02-18', until: '2026-03-31' };
  const scene = await createScene({ feeds: ['estimated_revenue'], ...window });
  scene.fake.state.quota = undefined;
  const first = await scene.run();
  expect(outcomes(first)).toEqual([]);
  const created = scene.fake.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/v1/jobs'));
  expect(created.map(({ body, status }) => [JSON.parse(body).reportTypeId, status])).toEqual([[estimates, 200]]);

  scene.fake.advance(2 * hourMs);
  const second = outcomes(await scene.run());
  expect(second).toHaveLength(30);
  expect(second.every((outcome) => outcome.endsWith('complete committed'))).toBe(true);
  const fetched = () =>
    calls(scene.fake, 'media').filter((call) => call.includes(scene.fake.jobs.at(-1)?.id ?? '?')).length;
  expect(fetched()).toBe(30);
  expect(outcomes(await scene.run())).toEqual([]);
  expect(fetched()).toBe(30);
});

test('a re-issue replaces what it corrects, once, and the older report stays on record as skipped', async () => {
  const scene = await createScene({
    feeds: ['estimated_revenue'],
    fake: { userJobs: [estimates] },
    since: '2026-03-10',
    until: '2026-03-10',
  });
  await scene.run();
  scene.fake.advance(24 * hourMs);
  scene.fake.reissue(estimates, '2026-03-10');
  scene.fake.reissue(estimates, '2026-03-10', scene.fake.state.nowMs + 1000);
  scene.fake.advance(2000);
  const summary = await scene.run();
  expect(outcomes(summary)).toEqual([`2026-03-10 ${estimates} complete committed`]);
  expect(summary.pipelines.youtube?.skipped).toHaveLength(2);
  const versions = scene.fake.reports(estimates).filter(({ window }) => window.from === '2026-03-10');
  expect(versions).toHaveLength(3);
  const items = await scene.items();
  const [newest] = versions;
  if (newest === undefined) throw new Error('no versions');
  expect(sumBy(items, () => 'all')).toEqual({ all: scaled(scene.fake.totals(newest).amount ?? '') });
  expect((await scene.manifests()).map(({ sequence }) => sequence).sort()).toEqual([1, 2]);
});

test('the 23-hour day of spring and its neighbours are one day each', async () => {
  const window = { since: '2026-03-07', until: '2026-03-09' };
  const scene = await createScene({ feeds: ['estimated_revenue'], fake: { userJobs: [estimates] }, ...window });
  const entries = await scene.plan();
  expect(entries.map(({ report }) => report?.period)).toEqual(['2026-03-07', '2026-03-08', '2026-03-09']);
  const lengths = scene.fake
    .reports(estimates)
    .filter(({ window: { from } }) => from >= '2026-03-07' && from <= '2026-03-09')
    .map(({ window: { startMs, endMs } }) => (endMs - startMs) / hourMs);
  expect(lengths.sort()).toEqual([23, 24, 24]);
});

test('a daily quota ends the run and keeps everything for midnight in California', async () => {
  const scene = await createScene({
    feeds: ['estimated_revenue'],
    fake: { userJobs: [estimates] },
    since: '2026-03-10',
    until: '2026-03-12',
  });
  scene.fake.faults.add({ part: 'media', path: '/reports/', nth: [2] }, { kind: 'quota-day' });
  const summary = await scene.run();
  const deferred = summary.pipelines.youtube?.outcomes.filter(({ verdict }) => verdict === 'deferred') ?? [];
  expect(deferred.length).toBeGreaterThan(0);
  // 2026-03-21 is in summer time: midnight is 07:00 UTC. The wall clock of the scene stands still while the run goes on.
  for (const { retryAt = 0, code } of deferred) {
    expect(Math.abs(retryAt - Date.UTC(2026, 2, 21, 7))).toBeLessThan(10_000);
    expect(code).toBe('RATE_LIMITED');
  }
  const sent = scene.fake.requests.length;
  expect(calls(scene.fake).filter((call) => call.endsWith(' 429'))).toHaveLength(1);
  scene.fake.faults.clear();
  scene.fake.advance(16 * hourMs);
  expect(outcomes(await scene.run()).every((outcome) => outcome.endsWith('complete committed'))).toBe(true);
  expect(scene.fake.requests.length).toBeGreaterThan(sent);
  expect(new Set((await scene.items()).map(({ period }) => period)).size).toBe(3);
});

test('the older 403 form of a used-up quota defers just the same', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'] });
  scene.fake.faults.add({ part: 'api' }, { kind: 'forbidden', form: 'legacy', why: 'daily-quota' });
  const summary = await scene.run();
  expect(summary.pipelines.youtube?.error).toMatchObject({ code: 'RATE_LIMITED', disposition: 'defer' });
  expect(scene.fake.requests.filter(({ part }) => part === 'api')).toHaveLength(1);
});

test('tokens that lapse within a listing or before a download are renewed once, and the run goes on', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'] });
  scene.fake.state.pageSize = 1;
  scene.fake.faults.add({ part: 'api', path: '/reports?', nth: 1 }, { kind: 'expire-tokens' });
  scene.fake.faults.add({ part: 'api', path: '/reports?', nth: 4 }, { kind: 'expire-tokens' });
  expect(outcomes(await scene.run())).toEqual([`2026-02 ${raw} complete committed`]);
  expect(scene.fake.state.tokensIssued).toBeGreaterThanOrEqual(2);
  expect(calls(scene.fake, 'media').at(-1)).toMatch(/ 200$/);
});

test('a withdrawn consent stops the account with one error that says what to do', async () => {
  const scene = await createScene({ feeds: ['asset_revenue', 'music_revenue'] });
  scene.fake.state.grantRevoked = true;
  const summary = await scene.run();
  expect(summary.pipelines.youtube?.error).toMatchObject({ code: 'AUTH_EXPIRED', disposition: 'abort' });
  expect(summary.pipelines.youtube?.error?.message).toMatch(/consent again/);
  expect(calls(scene.fake)).toEqual(['POST /token 400']);
});

test.each([
  ['current', 'scope', /lacks a scope/],
  ['legacy', 'scope', /lacks a scope/],
  ['current', 'service-disabled', /not enabled/],
  ['legacy', 'service-disabled', /not enabled/],
] as const)('403 in the %s form for %s is for a person, after one request', async (form, why, message) => {
  const scene = await createScene({ feeds: ['asset_revenue'] });
  scene.fake.faults.add({ part: 'api' }, { kind: 'forbidden', form, why });
  const { error } = (await scene.run()).pipelines.youtube ?? {};
  expect(error).toMatchObject({ code: 'AUTH_REJECTED' });
  expect(error?.message).toMatch(message);
  expect(scene.fake.requests.filter(({ part }) => part === 'api')).toHaveLength(1);
});

test('server errors, HTML instead of JSON, dropped connections and cut or short files are tried again', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'] });
  const { faults } = scene.fake;
  faults.add({ part: 'api', nth: 1 }, { kind: 'html-502' });
  faults.add({ part: 'api', nth: 3 }, { kind: 'server-error', status: 505 });
  faults.add({ part: 'api', nth: 5 }, { kind: 'server-error', status: 503 });
  faults.add({ part: 'api', nth: 7 }, { kind: 'reset' });
  faults.add({ part: 'media', nth: 1 }, { kind: 'cut', afterBytes: 200 });
  faults.add({ part: 'media', nth: 2 }, { kind: 'wrong-length', byBytes: 5 });
  expect(outcomes(await scene.run())).toEqual([`2026-02 ${raw} complete committed`]);
});

test('a gzip without its end is never taken for a whole report', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'] });
  scene.fake.faults.add({ part: 'media' }, { kind: 'truncated', missingBytes: 9 });
  expect(outcomes(await scene.run())).toEqual([`2026-02 ${raw} incomplete none GZIP_TRUNCATED`]);
  expect(await scene.items()).toEqual([]);
});

test('a report that is purged between listing and download is gone, a bad request is not repeated', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'] });
  for (const { id } of scene.fake.reports(raw)) scene.fake.state.purged.add(id);
  expect(outcomes(await scene.run())).toEqual([`2026-02 ${raw} gone none REPORT_GONE`]);
  scene.fake.faults.add({ part: 'api' }, { kind: 'bad-request' });
  const before = scene.fake.requests.length;
  expect((await scene.run()).pipelines.youtube?.error).toMatchObject({ disposition: 'abort' });
  expect(calls(scene.fake).slice(before)).toEqual(['POST /token 200', 'GET /v1/jobs 400']);
});

/** Another host, by the name `localhost`; remembers the credentials that reached it. */
async function otherHost(body: string) {
  const seen: (string | null)[] = [];
  const served = await serve([
    http.all('*', ({ request }) => {
      seen.push(request.headers.get('authorization'));
      return HttpResponse.text(body);
    }),
  ]);
  onTestFinished(() => served.close());
  return { origin: served.origin.replace('127.0.0.1', 'localhost'), seen };
}

test('a download address on a foreign host is held for a person; nothing is sent there', async () => {
  const foreign = await otherHost('stolen');
  const scene = await createScene({ feeds: ['asset_revenue'] });
  scene.fake.faults.add({ part: 'api' }, { kind: 'foreign-url', origin: foreign.origin });
  const summary = await scene.run();
  expect(summary.pipelines.youtube?.outcomes).toMatchObject([{ verdict: 'held', effect: 'none' }]);
  expect(summary.pipelines.youtube?.outcomes[0]?.message).toMatch(/downloadHosts/);
  expect(foreign.seen).toEqual([]);
});

test('a configured download host is sent the token', async () => {
  const host = await otherHost('adjustment_type,day,country,asset_id,isrc,owned_views,partner_revenue\n');
  const scene = await createScene({ feeds: ['asset_revenue'], config: { downloadHosts: ['localhost'] } });
  scene.fake.faults.add({ part: 'api' }, { kind: 'foreign-url', origin: host.origin });
  expect(outcomes(await scene.run())).toEqual([`2026-02 ${raw} empty committed`]);
  expect(host.seen).toEqual(['Bearer ya29.fake-1']);
});

test('a redirect to a foreign host ends the download before anything is sent there', async () => {
  const foreign = await otherHost('stolen');
  const scene = await createScene({ feeds: ['asset_revenue'] });
  scene.fake.faults.add({ part: 'media' }, { kind: 'redirect', location: `${foreign.origin}/report` });
  expect(outcomes(await scene.run())).toEqual([`2026-02 ${raw} failed none UPSTREAM_UNAVAILABLE`]);
  expect(foreign.seen).toEqual([]);
});

test('a quota per minute closes the project for a minute; a wait longer than allowed is put off, not shortened', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'], policy: { retryAfter: { maxWaitMs: 1000 } } });
  scene.fake.faults.add({ part: 'api' }, { kind: 'quota-minute' });
  const { error } = (await scene.run()).pipelines.youtube ?? {};
  expect(error).toMatchObject({ code: 'RATE_LIMITED', disposition: 'defer' });
  const waitMs = Number(error?.details.retryAt) - scene.fake.state.nowMs;
  expect(waitMs).toBeGreaterThan(58_000);
  expect(waitMs).toBeLessThan(70_000);
  expect(scene.fake.requests.filter(({ part }) => part === 'api')).toHaveLength(1);
});

test('no more than 60 requests leave within a minute, downloads included', async () => {
  const scene = await createScene({
    feeds: ['estimated_revenue'],
    fake: { userJobs: [estimates] },
    since: '2026-01-15',
    policy: { retryAfter: { maxWaitMs: 1000 } },
    until: '2026-03-20',
  });
  const summary = await scene.run();
  expect(scene.fake.requests).toHaveLength(60);
  expect(scene.fake.requests.every(({ status }) => status === 200)).toBe(true);
  const verdicts = new Set(summary.pipelines.youtube?.outcomes.map(({ verdict }) => verdict));
  expect(verdicts).toEqual(new Set(['complete', 'deferred']));
});

test('ends that are near are told before data is lost', async () => {
  const scene = await createScene({ feeds: ['asset_revenue'], since: '2026-01-01' });
  scene.fake.expireJob(raw, Date.UTC(2026, 5, 1));
  scene.fake.state.deprecated.set(raw, Date.UTC(2026, 6, 1));
  scene.fake.state.nowMs = Date.UTC(2026, 3, 11); // January's report was made on 12 February and is kept 59 days at least
  const summary = await scene.run();
  expect(outcomes(summary)).toHaveLength(2);
  expect(scene.warnings.map(({ fields }) => JSON.stringify(fields)).join()).toMatch(/JOB_EXPIRES.*TYPE_DEPRECATED/);
  const codes = (await scene.manifests()).map(({ report, findings }) => [
    report.period,
    findings.map(({ code }) => code).filter((code) => /RETENTION|JOB_|TYPE_/.test(code)),
  ]);
  expect(Object.fromEntries(codes)).toEqual({
    '2026-01': ['JOB_EXPIRES', 'RETENTION_NEAR', 'TYPE_DEPRECATED'],
    '2026-02': ['JOB_EXPIRES', 'TYPE_DEPRECATED'],
  });
});
