import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { AuthScheme } from '../src/contracts/http.ts';
import type { Decision, PolicyOverride, PolicyProfile } from '../src/contracts/policy.ts';
import { createPolicyEngine, type GatedPolicyEngine } from '../src/policy/engine.ts';
import { createRng } from '../src/random/rng.ts';
import { createSystemClock } from '../src/time/system-clock.ts';
import { cutAfter, type Loopback, profileOf, readAll, removeFolders, rig, serve } from './loopback.ts';

const bytes = randomBytes(2_000_000);
const clock = createSystemClock();
const servers: Loopback[] = [];
const engines: GatedPolicyEngine[] = [];

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
  removeFolders();
});

async function loopback(...given: Parameters<typeof serve>): Promise<Loopback> {
  const server = await serve(...given);
  servers.push(server);
  return server;
}

/** The real engine, one call at a time, impatient enough for a test. */
function under(server: Loopback, rules: Partial<PolicyProfile> = {}, auth?: AuthScheme) {
  const decisions: Decision[] = [];
  const policy: PolicyOverride = {
    concurrency: { max: 1, maxPending: 10 },
    retry: { maxAttempts: 3, baseMs: 1, maxMs: 2, throttleBackoff: 'none' },
    breaker: { openBaseMs: 100, openMaxMs: 100, threshold: 20 },
  };
  const profile: PolicyProfile = { ...profileOf([]), id: 'test', policy, ...rules };
  const engine = createPolicyEngine({
    profiles: { test: profile },
    clock,
    rng: createRng(1),
    run: 'run-1',
    sink: (record) => decisions.push(record),
  });
  engines.push(engine);
  const made = rig(server.origin, { engine, profile, clock, ...(auth === undefined ? {} : { auth }) });
  return { ...made, count: (k: string) => decisions.filter((record) => record.k === k).length };
}

test('a credential is renewed while only one call may be under way', async () => {
  const server = await loopback((request, response) => {
    const refused = request.url !== '/token' && request.headers.authorization !== 'Bearer 2';
    response.writeHead(refused ? 401 : 200).end('ok');
  });
  let token = 0;
  const auth: AuthScheme = {
    name: 'test',
    async headers(context) {
      if (token !== 1) await context.request({ op: 'token', method: 'POST', path: '/token', body: 'grant' });
      token = Math.max(token, 1);
      return { authorization: `Bearer ${token}` };
    },
    renew() {
      token += 1;
      return true;
    },
  };
  const { http } = under(server, {}, auth);
  expect((await http.request({ op: 'list', path: '/list' })).status).toBe(200);
  expect(server.seen.map(({ url }) => url)).toEqual(['/token', '/list', '/token', '/list']);
});

test('a download that breaks off thrice costs no attempt and arrives whole', async () => {
  const server = await loopback((request, response, ordinal) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (ordinal === 0) return cutAfter(response, { etag: '"v1"' }, bytes, 500_000);
    const headers = { etag: '"v1"', 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(206, { ...headers, 'content-length': String(bytes.length - from) });
    const rest = bytes.subarray(from);
    if (ordinal > 3) return response.end(rest);
    return response.write(rest.subarray(0, 100_000), () => setImmediate(() => response.destroy()));
  });
  const { http, count } = under(server);
  const got = await readAll(http.download('leaf', { op: 'leaf', path: '/leaf' }));
  expect(got.bytes.equals(bytes)).toBe(true);
  expect([server.seen.length, count('resume'), count('budget')]).toEqual([5, 4, 0]);
});

test('a lapsed address costs one send and no attempt, and 404 reaches a caller who accepts it', async () => {
  const server = await loopback((request, response) => {
    if (request.url === '/none') response.writeHead(404).end();
    else if (request.url.endsWith('=1')) response.writeHead(403).end('<Error><Code>ExpiredToken</Code></Error>');
    else cutAfter(response, {}, bytes, bytes.length);
  });
  const classify = [
    {
      id: 'signed',
      when: { op: { equals: 'storage' }, status: { equals: 403 } },
      verdict: 'reissue',
      reason: 'signed',
    },
  ] as const;
  const { http, count } = under(server, { classify });
  let signed = 0;
  const locate = async () => ({ op: 'storage', url: `${server.origin}/o?signature=${++signed}` });
  expect((await readAll(http.download('leaf', locate))).bytes.equals(bytes)).toBe(true);
  expect([server.seen.length, count('admit')]).toEqual([2, 2]);
  expect((await http.request({ op: 'leaf', path: '/none', accept: [404] })).status).toBe(404);
});

test('a corrupt document ends as such after one more try', async () => {
  const server = await loopback((_, response) =>
    cutAfter(response, { 'content-md5': Buffer.alloc(16).toString('base64') }, bytes, bytes.length),
  );
  const { http } = under(server);
  const reading = readAll(http.download('leaf', { op: 'leaf', path: '/leaf' }));
  await expect(reading).rejects.toMatchObject({ code: 'BODY_CORRUPT', disposition: 'reject' });
  expect(server.seen).toHaveLength(2);
});
