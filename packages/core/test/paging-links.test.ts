import { linkHeader, paginate } from '@ledgerline/core';
import { afterEach, expect, test } from 'vitest';
import { type Loopback, profileOf, removeFolders, rig, serve } from './loopback.ts';

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

const auth = { name: 'test', headers: async () => ({ authorization: 'Bearer t' }) };
const listing = { op: 'list', path: '/v1/reports', query: { owner: 'o' }, items: '', next: linkHeader() };

test('relative links are followed from where the page really came from, with the credential', async () => {
  const server = await loopback((request, response) => {
    if (request.url === '/v1/reports?owner=o') return response.writeHead(302, { location: '/v2/list/first' }).end();
    const link: Record<string, string> = request.url === '/v2/list/first' ? { link: '<second>; rel="next"' } : {};
    return response.writeHead(200, link).end(JSON.stringify([request.url]));
  });
  const { http } = rig(server.origin, { auth });
  expect(await Array.fromAsync(paginate(http, listing))).toEqual(['/v2/list/first', '/v2/list/second']);
  expect(new Set(server.seen.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer t']));
});

test('a link to another host is followed without the credential when the policy lists it, and refused when not', async () => {
  const other = await loopback((_, response) => response.end('[2]'));
  const server = await loopback((_, response) => {
    const away = other.origin.replace('127.0.0.1', 'localhost');
    response.writeHead(200, { link: `<${away}/more>; rel="next"` }).end('[1]');
  });
  const listed = rig(server.origin, { auth, profile: profileOf(['localhost']) });
  expect(await Array.fromAsync(paginate(listed.http, { ...listing, headers: { 'x-key': 'k' } }))).toEqual([1, 2]);
  expect(other.seen[0]?.headers).not.toHaveProperty('authorization');
  expect(other.seen[0]?.headers).not.toHaveProperty('x-key');
  const unlisted = rig(server.origin, { auth });
  await expect(Array.fromAsync(paginate(unlisted.http, listing))).rejects.toMatchObject({
    details: { reason: 'host-not-listed' },
  });
  expect(other.seen).toHaveLength(1);
});
