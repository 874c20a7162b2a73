import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { cutAfter, impatientEngine, type Loopback, readAll, removeFolders, rig, serve } from '../../test/loopback.ts';

const bytes = randomBytes(3_000_000);
const other = randomBytes(3_000_000);
const strong = { etag: '"v1"' };
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

const leaf = { op: 'leaf', path: '/leaf' };

function sendRest(response: ServerResponse, range: string | undefined, source = bytes, etag = '"v1"') {
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1]);
  const rest = source.subarray(from);
  response.writeHead(206, {
    etag,
    'content-length': String(rest.length),
    'content-range': `bytes ${from}-${source.length - 1}/${source.length}`,
  });
  response.end(rest);
}

test('a download arrives whole in large chunks, with its length as evidence, and leaves no staging file', async () => {
  const server = await loopback((_, response) => {
    response.writeHead(200, { 'content-length': String(bytes.length) });
    response.end(bytes);
  });
  const engine = impatientEngine();
  const { http, spoolFolder } = rig(server.origin, { engine });
  const got = await readAll(http.download('leaf.gz', leaf));
  expect(got.bytes.equals(bytes)).toBe(true);
  expect(got.evidence).toEqual([{ kind: 'length', holds: true, detail: '3000000 of 3000000 bytes' }]);
  expect(Math.max(...got.chunks.map((chunk) => chunk.length))).toBe(512 * 1024);
  expect(engine.progressed).toBe(bytes.length);
  expect(server.seen[0]?.headers['accept-encoding']).toBe('identity');
  expect(readdirSync(spoolFolder)).toEqual([]);
});

test('a chunked transfer proves itself by its framing, a body that only ends with the connection does not', async () => {
  const server = await loopback((request, response) => {
    if (request.url === '/chunked') {
      response.write(bytes);
      response.end();
    } else {
      response.socket?.write('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nabc');
      response.socket?.end();
    }
  });
  const { http } = rig(server.origin);
  const chunked = await readAll(http.download('a', { op: 'leaf', path: '/chunked' }));
  expect(chunked.evidence).toEqual([
    { kind: 'framing', holds: true, detail: 'framing ended cleanly after 3000000 bytes' },
  ]);
  const bare = await readAll(http.download('b', { op: 'leaf', path: '/bare' }));
  expect([bare.evidence, bare.findings]).toEqual([[], ['length-unknown']]);
});

test('a body cut in the middle continues where it broke when the ETag is strong', async () => {
  const server = await loopback((request, response, ordinal) => {
    if (ordinal === 0) cutAfter(response, strong, bytes, 1_000_000);
    else sendRest(response, request.headers.range);
  });
  const { http } = rig(server.origin);
  const got = await readAll(http.download('leaf', leaf));
  expect(got.bytes.equals(bytes)).toBe(true);
  expect(server.seen).toHaveLength(2);
  expect(server.seen[1]?.headers['if-range']).toBe('"v1"');
  const from = Number(/^bytes=(\d+)-$/.exec(server.seen[1]?.headers.range ?? '')?.[1]);
  expect(from).toBeGreaterThan(0);
  expect(from).toBeLessThanOrEqual(1_000_000);
  expect(got.evidence[0]?.detail).toContain('1 resumed');
});

test('a weak or absent ETag starts over', async () => {
  for (const headers of [{ etag: 'W/"v1"' }, { 'last-modified': 'Thu, 05 Mar 2026 00:00:00 GMT' }]) {
    const server = await loopback((_, response, ordinal) =>
      cutAfter(response, { ...headers }, ordinal === 0 ? other : bytes, ordinal === 0 ? 1_000_000 : bytes.length),
    );
    const got = await readAll(rig(server.origin).http.download('leaf', leaf));
    expect(got.bytes.equals(bytes)).toBe(true);
    expect(server.seen.map(({ headers }) => headers.range)).toEqual([undefined, undefined]);
  }
});

test('a version that changed while it was read is read from its beginning, however the server says so', async () => {
  const answers = [
    (response: ServerResponse) => cutAfter(response, { etag: '"v2"' }, other, other.length), // honest 200
    (response: ServerResponse, range: string | undefined) => sendRest(response, range, other, '"v2"'), // ignored If-Range
  ];
  for (const second of answers) {
    const server = await loopback((request, response, ordinal) => {
      if (ordinal === 0) cutAfter(response, strong, bytes, 1_000_000);
      else if (ordinal === 1) second(response, request.headers.range);
      else cutAfter(response, { etag: '"v2"' }, other, other.length);
    });
    const got = await readAll(rig(server.origin).http.download('leaf', leaf));
    expect(got.bytes.equals(other)).toBe(true);
  }
});

test('an ignored Range, a forged part and a part nobody asked for never spoil the document', async () => {
  const forgeries: Record<string, string>[] = [
    { etag: '"v1"', 'content-range': 'bytes 0-9/3000000' },
    { etag: '"v1"', 'content-range': 'bytes 0-2999999/2999999' },
    { etag: '"v1"', 'content-type': 'multipart/byteranges; boundary=x' },
    { 'content-range': 'bytes 1000000-2999999/3000000' },
  ];
  for (const forged of forgeries) {
    const server = await loopback((_, response, ordinal) => {
      if (ordinal === 0) return cutAfter(response, strong, bytes, 1_000_000);
      if (ordinal === 1) return response.writeHead(206, forged).end(other.subarray(0, 500));
      return cutAfter(response, strong, bytes, bytes.length);
    });
    const got = await readAll(rig(server.origin).http.download('leaf', leaf));
    expect(got.bytes.equals(bytes)).toBe(true);
    expect(server.seen[2]?.headers.range).toBeUndefined();
  }
});

test('a 416 that names exactly what is staged finishes the download, any other starts over', async () => {
  for (const [total, sends] of [
    ['1000000', 2],
    ['7', 3],
  ] as const) {
    const source = bytes.subarray(0, 1_000_000);
    const server = await loopback((_, response, ordinal) => {
      if (ordinal === 0) {
        response.writeHead(200, { etag: '"v1"' }); // chunked, cut before its last chunk
        response.write(source, () => setImmediate(() => setImmediate(() => response.destroy())));
      } else if (ordinal === 1) response.writeHead(416, { ...strong, 'content-range': `bytes */${total}` }).end();
      else cutAfter(response, strong, source, source.length);
    });
    const got = await readAll(rig(server.origin).http.download('leaf', leaf));
    expect(got.bytes.equals(source)).toBe(true);
    expect(server.seen).toHaveLength(sends);
  }
});

test('digests that the DSP gives are checked; a mismatch starts over once and then fails as corrupt', async () => {
  const md5 = createHash('md5').update(bytes).digest('base64');
  const sha = createHash('sha256').update(bytes).digest('base64');
  const mending = await loopback((_, response, ordinal) => {
    const headers = { 'content-md5': md5, 'repr-digest': `sha-256=:${sha}:`, etag: '"v1"' };
    cutAfter(response, headers, ordinal === 0 ? other : bytes, bytes.length);
  });
  const got = await readAll(rig(mending.origin).http.download('leaf', leaf));
  expect(got.bytes.equals(bytes)).toBe(true);
  expect(got.evidence.map(({ kind, detail }) => `${kind} ${detail}`)).toEqual([
    'length 3000000 of 3000000 bytes; 0 resumed, 1 restarted',
    'digest Content-MD5 matches',
    'digest Repr-Digest matches',
  ]);
  const broken = await loopback((_, response) => cutAfter(response, { 'content-md5': md5 }, other, other.length));
  const { http, spoolFolder } = rig(broken.origin);
  await expect(readAll(http.download('leaf', leaf))).rejects.toMatchObject({ code: 'BODY_CORRUPT' });
  expect(broken.seen).toHaveLength(2);
  expect(readdirSync(spoolFolder)).toEqual([]);
});

test('a clean end at another length than announced starts over once and then fails as corrupt', async () => {
  let sends = 0;
  const fetch = async (): Promise<Response> => {
    sends += 1;
    return new Response(bytes.subarray(0, 100), { headers: { 'content-length': '200', etag: '"v1"' } });
  };
  const { http } = rig('http://127.0.0.1:9', { fetch });
  await expect(readAll(http.download('leaf', leaf))).rejects.toMatchObject({ code: 'BODY_CORRUPT' });
  expect(sends).toBe(2);
});

test('a length that never arrives is a loud failure, not a short document', async () => {
  const server = await loopback((_, response) => cutAfter(response, {}, bytes, 1_000));
  const { http, spoolFolder } = rig(server.origin, { engine: impatientEngine(4) });
  await expect(readAll(http.download('leaf', leaf))).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  expect(server.seen).toHaveLength(4);
  expect(readdirSync(spoolFolder)).toEqual([]);
});

test('a transfer compressed against our wish is read decoded and proves nothing by its length', async () => {
  const server = await loopback((_, response) => {
    const packed = gzipSync(bytes);
    response.writeHead(200, {
      'content-encoding': 'gzip',
      'content-length': String(packed.length),
      'content-md5': 'AAAA',
    });
    response.end(packed);
  });
  const got = await readAll(rig(server.origin).http.download('leaf', leaf));
  expect(got.bytes.equals(bytes)).toBe(true);
  expect([got.evidence.map(({ kind }) => kind), got.findings]).toEqual([['framing'], ['transfer-decoded']]);
});
