import type { ServerResponse } from 'node:http';
import { clientCredentials, refreshToken } from '@ledgerline/core';
import { afterEach, expect, test } from 'vitest';
import { type Loopback, removeFolders, rig, type Seen, serve } from './loopback.ts';

const servers: Loopback[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  removeFolders();
});

/** A DSP that numbers its tokens and takes the newest from `valid` on; `hold` keeps refusals back until it is told to let go. */
async function createApi(valid: number, hold?: (refuse: () => void) => void) {
  let tokens = 0;
  const server = await serve((request: Seen, response: ServerResponse) => {
    if (request.url === '/token') {
      tokens += 1;
      return response.end(JSON.stringify({ access_token: `t${tokens}`, expires_in: 3600 }));
    }
    const given = Number(/^Bearer t(\d+)$/.exec(request.headers.authorization ?? '')?.[1]);
    if (given >= valid) return response.end(request.url);
    const refuse = (): void => void response.writeHead(401).end('{}');
    return hold === undefined ? refuse() : hold(refuse);
  });
  servers.push(server);
  const tokenRequests = () => server.seen.filter(({ url }) => url === '/token').length;
  return { server, tokenRequests };
}

const schemes = {
  'client credentials': (tokenUrl: string) => clientCredentials({ tokenUrl, clientId: 'i', clientSecret: 's' }),
  'a refresh token': (tokenUrl: string) =>
    refreshToken({ tokenUrl, clientId: 'i', clientSecret: 's', refreshToken: 'g' }),
};
const paths = Array.from({ length: 30 }, (_, index) => `/r/${index}`);

test.each(Object.entries(schemes))('thirty requests refused at once share one new token by %s', async (_, scheme) => {
  const held: (() => void)[] = [];
  const { server, tokenRequests } = await createApi(2, (refuse) => {
    held.push(refuse);
    if (held.length === paths.length) for (const one of held) one();
  });
  const { http } = rig(server.origin, { auth: scheme(`${server.origin}/token`) });
  const replies = await Promise.all(paths.map((path) => http.request({ op: 'get', path })));
  expect(replies.map((reply) => reply.text())).toEqual(paths);
  expect(tokenRequests()).toBe(2);
});

test('a refusal of the old token that comes late asks for no third one', async () => {
  const held: (() => void)[] = [];
  const { server, tokenRequests } = await createApi(2, (refuse) => {
    held.push(refuse);
    if (held.length === 2) held[0]?.();
  });
  const { http } = rig(server.origin, { auth: schemes['client credentials'](`${server.origin}/token`) });
  const late = ['/a', '/b'].map((path) => http.request({ op: 'get', path }));
  await Promise.race(late);
  held[1]?.();
  expect((await Promise.all(late)).map((reply) => reply.text())).toEqual(['/a', '/b']);
  expect(tokenRequests()).toBe(2);
});

test('a credential that is refused again after its one renewal is not hammered', async () => {
  const { server, tokenRequests } = await createApi(Number.POSITIVE_INFINITY);
  const { http } = rig(server.origin, { auth: schemes['client credentials'](`${server.origin}/token`) });
  await expect(http.request({ op: 'get', path: '/a' })).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
  expect([server.seen.length, tokenRequests()]).toEqual([4, 2]);
});
