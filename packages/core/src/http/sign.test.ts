import { afterEach, expect, test } from 'vitest';
import { type Loopback, profileOf, removeFolders, rig, serve } from '../../test/loopback.ts';
import type { AuthScheme, RefusedAnswer } from '../contracts/http.ts';

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

/** Signs with everything it is shown, and a count of the signatures made. */
function signer(): AuthScheme & { readonly refused: (RefusedAnswer | undefined)[] } {
  let signatures = 0;
  const refused: (RefusedAnswer | undefined)[] = [];
  return {
    name: 'signer',
    refused,
    headers: async () => ({ 'x-token': 'session' }),
    async sign({ method, url, headers }) {
      signatures += 1;
      const names = Object.keys(headers).sort().join(';');
      return { authorization: `${signatures} ${method} ${url.pathname}${url.search} ${names}` };
    },
    renew(_rejected, answer) {
      refused.push(answer);
      return true;
    },
  };
}

test('every send is signed anew, over all the headers it carries', async () => {
  const server = await loopback((_, response, ordinal) => response.writeHead(ordinal === 0 ? 500 : 200).end('ok'));
  const { http } = rig(server.origin, { auth: signer() });
  await http.request({ op: 'get', path: '/a', query: { b: 'c d' }, headers: { Accept: 'x' } });
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
    '1 GET /a?b=c%20d accept;x-token',
    '2 GET /a?b=c%20d accept;x-token',
  ]);
});

test('a redirect to another origin is neither signed nor given the credential', async () => {
  const other = await loopback((_, response) => response.writeHead(200).end());
  const server = await loopback((request, response) => {
    response.writeHead(307, { location: request.url === '/away' ? `${other.origin}/x` : '/away' }).end();
  });
  const { http } = rig(server.origin, { auth: signer(), profile: profileOf(['127.0.0.1']) });
  await http.request({ op: 'get', path: '/near' });
  expect(server.seen.map(({ headers }) => headers.authorization?.slice(0, 11))).toEqual(['1 GET /near', '2 GET /away']);
  expect(other.seen[0]?.headers).not.toHaveProperty('authorization');
  expect(other.seen[0]?.headers).not.toHaveProperty('x-token');
});

test('a scheme of the request itself takes the place of the connector’s, wherever the request goes', async () => {
  const bucket = await loopback((_, response) => response.writeHead(200).end());
  const api = await loopback((_, response) => response.writeHead(200).end());
  const auth: AuthScheme = { name: 'api', headers: async () => ({ authorization: 'Bearer api' }) };
  const { http } = rig(api.origin, { auth, profile: profileOf(['127.0.0.1']) });
  await http.request({ op: 'object', url: `${bucket.origin}/key`, auth: signer() });
  await http.request({ op: 'call', path: '/call' });
  expect(bucket.seen[0]?.headers.authorization).toBe('1 GET /key x-token');
  expect(api.seen[0]?.headers.authorization).toBe('Bearer api');
});

test('a scheme is shown the answer that refused it', async () => {
  const server = await loopback((_, response, ordinal) => {
    response.writeHead(ordinal === 0 ? 401 : 200, { date: 'Fri, 24 May 2013 00:00:00 GMT' }).end('<Code>Skewed</Code>');
  });
  const auth = signer();
  const { http } = rig(server.origin, { auth });
  await http.request({ op: 'get', path: '/a' });
  expect(auth.refused).toMatchObject([
    { status: 401, headers: { date: 'Fri, 24 May 2013 00:00:00 GMT' }, body: '<Code>Skewed</Code>' },
  ]);
});
