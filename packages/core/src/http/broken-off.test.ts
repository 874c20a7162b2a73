import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { impatientEngine, type Loopback, readAll, removeFolders, rig, serve } from '../../test/loopback.ts';
import { brokenOff } from './broken-off.ts';

const bytes = Buffer.alloc(5_000_000, 'ledgerline');
const sentBytes = 2_000_000;
const servers: Loopback[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  removeFolders();
});

const leaf = { op: 'leaf', path: '/leaf' };
const ends = {
  'closed in order': (response: ServerResponse) => response.socket?.end(),
  reset: (response: ServerResponse) => response.socket?.resetAndDestroy(),
};
const framings = { 'with a length': { 'content-length': String(bytes.length) }, chunked: {} };
const cases = Object.entries(ends).flatMap(([how, end]) =>
  Object.entries(framings).map(([framing, headers]) => ({ how, end, framing, headers })),
);

test.each(cases)('a body $framing whose connection is $how is broken off, not corrupt', async ({ end, headers }) => {
  const server = await serve((_, response) => {
    response.writeHead(200, headers);
    response.write(bytes.subarray(0, sentBytes), () => end(response));
  });
  servers.push(server);
  const { http } = rig(server.origin, { engine: impatientEngine(1) });
  const failure: unknown = await readAll(http.download('leaf', leaf)).catch((error: unknown) => error);
  const cause = failure instanceof Error && failure.cause instanceof Error ? failure.cause : undefined;
  const codes = [cause, cause?.cause].map((error) =>
    error instanceof Error && 'code' in error ? error.code : undefined,
  );
  expect(['UND_ERR_SOCKET', 'ECONNRESET']).toContain(codes.find((code) => code !== undefined));
});

test('a connection closed again and again is continued until the document is whole', async () => {
  const server = await serve((request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const rest = bytes.subarray(start);
    response.writeHead(start === 0 ? 200 : 206, {
      etag: '"v1"',
      'content-length': String(rest.length),
      ...(start === 0 ? {} : { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    });
    if (rest.length <= sentBytes) response.end(rest);
    else response.write(rest.subarray(0, sentBytes), () => response.socket?.end());
  });
  servers.push(server);
  const { http } = rig(server.origin);
  expect((await readAll(http.download('leaf', leaf))).bytes.equals(bytes)).toBe(true);
  // What had arrived when the connection was lost is not asked for again; what was still on its way then is.
  const starts = server.seen.map(({ headers }) => Number(/^bytes=(\d+)-$/.exec(headers.range ?? 'bytes=0-')?.[1]));
  expect(starts.length).toBeGreaterThanOrEqual(3);
  for (const [at, start] of starts.entries()) {
    const before = starts[at - 1];
    if (before === undefined) expect(start).toBe(0);
    else expect(start - before).toSatisfy((gained: number) => gained > 0 && gained <= sentBytes);
  }
});

test('only what the transport said of a lost connection is put in other words', () => {
  const mismatch = Object.assign(new Error('wrong length'), { code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' });
  const parser = Object.assign(new Error('Invalid EOF state'), { name: 'HTTPParserError' });
  for (const cause of [mismatch, parser]) {
    expect(brokenOff(new TypeError('terminated', { cause }))).toMatchObject({
      code: 'UND_ERR_SOCKET',
      message: expect.stringContaining(cause.message),
    });
  }
  const refused = new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) });
  for (const error of [refused, mismatch, new Error('bare'), 'text']) expect(brokenOff(error)).toBe(error);
});
