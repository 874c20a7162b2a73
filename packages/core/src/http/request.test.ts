import { HttpResponse, http as mocked } from 'msw';
import { setupServer } from 'msw/node';
import { afterEach, expect, test } from 'vitest';
import { impatientEngine, type Loopback, profileOf, quietLog, removeFolders, rig, serve } from '../../test/loopback.ts';
import type { AuthScheme } from '../contracts/http.ts';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';
import { VirtualClock } from '../time/virtual-clock.ts';

const servers: Loopback[] = [];

async function loopback(...given: Parameters<typeof serve>): Promise<Loopback> {
  const server = await serve(...given);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  removeFolders();
});

const fixed: AuthScheme = { name: 'fixed', headers: async () => ({ authorization: 'Bearer t0ken' }) };

test('a request reaches the engine as an operation and comes back as text, bytes and JSON', async () => {
  const server = await loopback((_, response) => response.writeHead(200, { 'x-a': '1' }).end('{"rows":[1]}'));
  const engine = impatientEngine();
  const { http } = rig(`${server.origin}/v1`, { engine, sync: 'sync-1' });
  const reply = await http.request({
    op: 'list',
    path: '/days',
    query: { q: 'a b&c', n: 5, none: undefined },
    scope: ['reports'],
  });
  expect(reply.json()).toEqual({ rows: [1] });
  expect([reply.status, reply.headers['x-a'], reply.text()]).toEqual([200, '1', '{"rows":[1]}']);
  expect(server.seen[0]?.url).toBe('/v1/days?q=a%20b%26c&n=5');
  expect(engine.operations).toEqual([
    {
      dsp: 'test',
      scope: ['key-1', 'reports'],
      op: 'list',
      opKey: expect.stringMatching(/^list\/v1\/days#[0-9a-f]{8}$/),
      method: 'GET',
      idempotent: true,
      sync: 'sync-1',
    },
  ]);
});

test('a POST repeats the same bytes and is idempotent only where the profile says so', async () => {
  const server = await loopback((_, response, ordinal) => response.writeHead(ordinal === 0 ? 500 : 200).end('ok'));
  const engine = impatientEngine();
  const { http } = rig(server.origin, { engine, profile: { ...profileOf([]), idempotentOps: ['report'] } });
  await http.request({ op: 'report', method: 'POST', path: '/r', body: 'a=1' });
  await http.request({ op: 'create', method: 'POST', path: '/r', body: 'a=1' });
  expect(server.seen.map(({ body }) => body)).toEqual(['a=1', 'a=1', 'a=1']);
  expect(engine.operations.map(({ idempotent }) => idempotent)).toEqual([true, false]);
});

test('error answers show the classifier the first 64 KiB of their body, and accepted ones reach the caller whole', async () => {
  const body = 'x'.repeat(100_000);
  const server = await loopback((_, response) => response.writeHead(404).end(body));
  const engine = impatientEngine();
  const { http } = rig(server.origin, { engine });
  const reply = await http.request({ op: 'leaf', accept: [404] });
  expect([reply.status, reply.text().length]).toEqual([404, 100_000]);
  expect(engine.answers[0]?.body?.length).toBe(65_536);
  await expect(http.request({ op: 'leaf' })).rejects.toMatchObject({ details: { verdict: 'give-up' } });
});

test('the credential goes to the origin of the base URL and nowhere else, not across redirects either', async () => {
  const storage = await loopback((_, response) => response.end('bytes'));
  const api = await loopback((_, response) => response.writeHead(303, { location: `${storage.origin}/o?sig=1` }).end());
  const { http } = rig(api.origin, { auth: fixed });
  const reply = await http.request({ op: 'leaf', path: '/leaf', headers: { 'X-Api-Key': 'k', Accept: 'text/csv' } });
  expect(reply.text()).toBe('bytes');
  await http.request({ op: 'direct', url: `${storage.origin}/direct`, auth: true });
  await http.request({ op: 'open', path: '/leaf', auth: false, redirect: 'manual' });
  expect(api.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer t0ken', undefined]);
  expect(storage.seen.map(({ headers }) => [headers.authorization, headers['x-api-key'], headers.accept])).toEqual([
    [undefined, undefined, 'text/csv'],
    [undefined, undefined, '*/*'],
  ]);
});

test('a credential host is sent the credential when a request asks for it, and only then', async () => {
  const media = await loopback((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: `http://localhost:${port}/o` }).end();
    else response.writeHead(200).end();
  });
  const port = new URL(media.origin).port;
  const options = { auth: fixed, profile: profileOf(['127.0.0.1', 'localhost']), credentialHosts: ['127.0.0.1'] };
  const { http } = rig('http://localhost:9', options);
  await http.request({ op: 'asked', url: `${media.origin}/asked`, auth: true });
  await http.request({ op: 'unasked', url: `${media.origin}/unasked` });
  await http.request({ op: 'moved', url: `${media.origin}/moved`, auth: true });
  const seen = media.seen.map(({ url, headers }) => [url, headers.authorization]);
  expect(seen).toEqual([
    ['/asked', 'Bearer t0ken'],
    ['/unasked', undefined],
    ['/moved', 'Bearer t0ken'],
    ['/o', undefined],
  ]);
});

test('a manual redirect is handed over unfollowed, with its body', async () => {
  const server = await loopback((_, response) => response.writeHead(303, { location: '/next' }).end('https://signed'));
  const reply = await rig(server.origin).http.request({ op: 'leaf', redirect: 'manual' });
  expect([reply.status, reply.headers.location, reply.text()]).toEqual([303, '/next', 'https://signed']);
  expect(server.seen).toHaveLength(1);
});

test('redirects to unlisted hosts, in circles, without an address and without end stop with the host in the message', async () => {
  const server = await loopback((request, response) => {
    const next: Record<string, string> = {
      '/away': 'http://elsewhere.test/o?sig=s3cr3t',
      '/odd': 'ftp://127.0.0.1/x',
      '/circle': '/circle2',
      '/circle2': '/circle',
    };
    const n = Number(/^\/n(\d+)$/.exec(request.url)?.[1] ?? -1);
    const location = n >= 0 ? `/n${n + 1}` : next[request.url];
    response.writeHead(302, location === undefined ? {} : { location }).end();
  });
  const engine = impatientEngine();
  const { http } = rig(server.origin, { engine });
  const failures = await Promise.all(
    ['/away', '/odd', '/circle', '/nowhere', '/n0'].map((path) =>
      http.request({ op: 'leaf', path }).catch((e: unknown) => e),
    ),
  );
  expect(failures.map((e) => (isLedgerlineError(e) ? `${e.code} ${e.disposition} ${e.details.reason}` : e))).toEqual([
    'UPSTREAM_UNAVAILABLE abort host-not-listed',
    'UPSTREAM_UNAVAILABLE abort host-not-listed',
    'UPSTREAM_UNAVAILABLE abort redirect-loop',
    'UPSTREAM_UNAVAILABLE abort redirect-invalid',
    'UPSTREAM_UNAVAILABLE abort redirect-limit',
  ]);
  expect(String(failures[0])).toContain('elsewhere.test');
  expect(failures.map(String).join()).not.toContain('s3cr3t');
  expect(server.seen.filter(({ url }) => url.startsWith('/n')).length).toBe(6 + 1); // /nowhere, /n0 … /n5
});

test('a redirect turns POST into GET where HTTP says so and never carries a body to another origin', async () => {
  const other = await loopback((_, response) => response.end());
  const server = await loopback((request, response) => {
    if (request.url === '/end') return response.end('done');
    const status = Number(request.url.slice(1, 4));
    return response.writeHead(status, { location: request.url.endsWith('x') ? other.origin : '/end' }).end();
  });
  const { http } = rig(server.origin);
  const post = (path: string) => http.request({ op: 'create', method: 'POST', path, body: 'secret=1' });
  await post('/303');
  await post('/307');
  await expect(post('/307x')).rejects.toMatchObject({ details: { reason: 'redirect-body' } });
  expect(server.seen.filter(({ url }) => url === '/end').map(({ method, body }) => `${method} ${body}`)).toEqual([
    'GET ',
    'POST secret=1',
  ]);
  expect(other.seen).toEqual([]);
});

function renewable(tokens: string[]): AuthScheme & { readonly dropped: string[] } {
  const dropped: string[] = [];
  return {
    name: 'renewable',
    dropped,
    headers: async (context) => {
      if (tokens[0] === undefined) throw new Error('no token left');
      if (dropped.length > 0) await context.request({ op: 'token', path: '/token' });
      return { authorization: `Bearer ${tokens[0]}` };
    },
    renew(rejected) {
      dropped.push(rejected.authorization ?? '');
      return tokens.shift() !== undefined && tokens.length > 0;
    },
  };
}

test('a lapsed credential is renewed once, outside of the refused call, and the next send carries the fresh one', async () => {
  const server = await loopback((request, response) => {
    const lapsed = request.headers.authorization === 'Bearer old';
    response.writeHead(lapsed ? 401 : 200).end('ok');
  });
  const auth = renewable(['old', 'new']);
  const events: string[] = [];
  let inside = 0;
  const plain = impatientEngine();
  const engine = {
    ...plain,
    run: async <T>(...[operation, fn, options]: Parameters<typeof plain.run<T>>): Promise<T> => {
      expect(inside).toBe(0); // a token asked for from within a call would wait for that call's own permit
      return plain.run(
        operation,
        async (context) => {
          inside += 1;
          return fn(context).finally(() => {
            inside -= 1;
          });
        },
        options,
      );
    },
  };
  const { http } = rig(server.origin, { auth, engine, onEvent: ({ event, op }) => events.push(`${event} ${op}`) });
  expect((await http.request({ op: 'list', path: '/a' })).status).toBe(200);
  expect(server.seen.map(({ url, headers }) => `${url} ${headers.authorization}`)).toEqual([
    '/a Bearer old',
    '/token undefined',
    '/a Bearer new',
  ]);
  expect(auth.dropped).toEqual(['Bearer old']);
  expect(events).toEqual(['auth-refreshed list']);
});

test('a credential refused twice, or one that cannot be renewed, ends as AuthError without further sends', async () => {
  const server = await loopback((request, response) => response.writeHead(request.url === '/token' ? 200 : 401).end());
  const twice = rig(server.origin, { auth: renewable(['a', 'b', 'c']) });
  await expect(twice.http.request({ op: 'list', path: '/a' })).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
  expect(server.seen.map(({ url }) => url)).toEqual(['/a', '/token', '/a']);
  const once = rig(server.origin, { auth: fixed });
  await expect(once.http.request({ op: 'list', path: '/b' })).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
  expect(server.seen.filter(({ url }) => url === '/b')).toHaveLength(1);
});

test('headers that do not come in time abandon the attempt; the timer is gone afterwards', async () => {
  const clock = new VirtualClock();
  const server = await loopback((_, response, ordinal) => void (ordinal > 0 && response.end('late')));
  const { http } = rig(server.origin, { clock, timeouts: { headersMs: 3_000, idleMs: 60_000 } });
  const asked = http.request({ op: 'list' });
  while (server.seen.length < 1) await clock.settle();
  await clock.advance(2_999);
  expect(server.seen).toHaveLength(1);
  await clock.advance(1);
  expect((await asked).text()).toBe('late');
  expect(server.seen).toHaveLength(2);
  expect(clock.pending).toBe(0);
});

test('the global fetch is looked up at every send, so that mocks may come and go', async () => {
  const real = await loopback((_, response) => response.end('real'));
  const { http } = rig(real.origin);
  const mock = setupServer(mocked.get(`${real.origin}/x`, () => HttpResponse.text('mock')));
  const ask = async (): Promise<string> => (await http.request({ op: 'x', path: '/x' })).text();
  expect(await ask()).toBe('real');
  mock.listen();
  expect(await ask()).toBe('mock');
  mock.close();
  expect(await ask()).toBe('real');
});

test('stopping aborts a request under way', async () => {
  const server = await loopback(() => undefined);
  const abort = new AbortController();
  const { http } = rig(server.origin, { signal: abort.signal });
  const asked = http.request({ op: 'list' }).catch((error: unknown) => error);
  while (server.seen.length < 1) await new Promise((resolve) => setImmediate(resolve));
  abort.abort();
  expect(await asked).toMatchObject({ code: 'CANCELLED' });
});

test('answers that are too long, no text or no JSON are payload errors naming the operation', async () => {
  const server = await loopback((request, response) => {
    if (request.url === '/long') response.end(Buffer.alloc(8 * 1024 * 1024 + 1));
    else response.end(request.url === '/html' ? '<html>s3cr3t' : Buffer.from([0xff, 0xfe]));
  });
  const { http } = rig(server.origin);
  await expect(http.request({ op: 'list', path: '/long' })).rejects.toMatchObject({ code: 'REPLY_TOO_LARGE' });
  const html = await http.request({ op: 'list', path: '/html' });
  expect(() => html.json()).toThrow(/"list" \(12 bytes\) is no JSON/);
  expect(() => html.json()).not.toThrow(/s3cr3t/);
  const binary = await http.request({ op: 'list', path: '/binary' });
  expect(() => binary.text()).toThrow(/no UTF-8 text/);
});

test('neither logs nor errors show queries, tokens or bodies', async () => {
  const server = await loopback((_, response) => response.writeHead(400).end('s3cr3t-body'));
  const lines: string[] = [];
  const log = {
    ...quietLog,
    debug: (event: string, fields?: object) => lines.push(`${event} ${JSON.stringify(fields)}`),
  };
  const auth: AuthScheme = { name: 'x', headers: async () => ({ authorization: 'Bearer s3cr3t-token' }) };
  const { http } = rig(server.origin, { log, auth });
  const failure: unknown = await http
    .request({ op: 'list', path: '/a', query: { key: 's3cr3t-query' }, method: 'POST', body: 's3cr3t-sent' })
    .catch((error: unknown) => error);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`"url":"${server.origin}/a"`);
  const unfit = rig(server.origin, {
    auth: { name: 'x', headers: async () => ({ authorization: 'Bearer s3cr3t\nx' }) },
  });
  const refused: unknown = await unfit.http.request({ op: 'list' }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'CONFIG_INVALID' });
  expect(`${String(failure)} ${String(refused)} ${lines.join()}`).not.toContain('s3cr3t');
});
