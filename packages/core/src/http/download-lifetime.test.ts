import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { platform } from 'node:os';
import { afterEach, expect, test } from 'vitest';
import {
  cutAfter,
  impatientEngine,
  type Loopback,
  profileOf,
  readAll,
  removeFolders,
  rig,
  serve,
} from '../../test/loopback.ts';
import { VirtualClock } from '../time/virtual-clock.ts';

const bytes = randomBytes(3_000_000);
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

test('a lapsed signed address is asked for anew and the same version is continued there', async () => {
  const storage = await loopback((request, response, ordinal) => {
    if (ordinal === 0) cutAfter(response, strong, bytes, 1_000_000);
    else if (ordinal === 1) response.writeHead(403).end('<Error><Code>ExpiredToken</Code></Error>');
    else sendRest(response, request.headers.range);
  });
  const engine = impatientEngine(6, ({ status }, { op }) =>
    status === 403 && op === 'storage' ? 'reissue' : undefined,
  );
  const events: string[] = [];
  const { http } = rig('http://localhost:1', {
    engine,
    profile: profileOf(['127.0.0.1']),
    onEvent: ({ event }) => events.push(event),
  });
  let signed = 0;
  const locate = async () => ({ op: 'storage', url: `${storage.origin}/object?signature=${++signed}` });
  const got = await readAll(http.download('leaf', locate));
  expect(got.bytes.equals(bytes)).toBe(true);
  expect(storage.seen.map(({ url }) => url)).toEqual([
    '/object?signature=1',
    '/object?signature=1',
    '/object?signature=2',
  ]);
  expect(storage.seen[2]?.headers.range).toMatch(/^bytes=\d+-$/);
  expect(events).toEqual(['reissued']);
});

test('addresses that lapse again and again end the download after three fresh ones, without the signature in the error', async () => {
  const storage = await loopback((_, response) => response.writeHead(403).end());
  const engine = impatientEngine(6, ({ status }) => (status === 403 ? 'reissue' : undefined));
  const { http } = rig(storage.origin, { engine });
  const locate = async () => ({ op: 'storage', url: `${storage.origin}/object?signature=s3cr3t` });
  const failure: unknown = await readAll(http.download('leaf', locate)).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', details: { verdict: 'reissue' } });
  expect(String(failure)).not.toContain('s3cr3t');
  expect(storage.seen).toHaveLength(4);
});

test('a stalled body is abandoned after the idle time and continued', async () => {
  const clock = new VirtualClock();
  const server = await loopback((request, response, ordinal) => {
    if (ordinal > 0) return sendRest(response, request.headers.range);
    response.writeHead(200, { ...strong, 'content-length': String(bytes.length) });
    return response.write(bytes.subarray(0, 1_000));
  });
  const engine = impatientEngine();
  const { http } = rig(server.origin, { clock, engine, timeouts: { headersMs: 60_000, idleMs: 5_000 } });
  const reading = readAll(http.download('leaf', leaf));
  while (engine.progressed < 1_000) await clock.settle();
  await clock.advance(4_999);
  expect(server.seen).toHaveLength(1);
  await clock.advance(1);
  expect((await reading).bytes.equals(bytes)).toBe(true);
  expect(server.seen[1]?.headers.range).toBe('bytes=1000-');
  expect(clock.pending).toBe(0);
});

/** Files of a folder that lie there or, on Linux, that this process holds open without a name. */
function heldIn(folder: string): string[] {
  const links = platform() === 'linux' ? readdirSync('/proc/self/fd') : [];
  const held = links.flatMap((fd) => {
    const file = `/proc/self/fd/${fd}`;
    // The descriptor of this very listing is closed by now.
    return lstatSync(file, { throwIfNoEntry: false }) ? [readlinkSync(file)] : [];
  });
  return [...readdirSync(folder), ...held.filter((file) => file.startsWith(folder))];
}

test('stopping a reading, breaking off early and closing all let go of the staging file', async () => {
  const server = await loopback((_, response, ordinal) => {
    response.writeHead(200, { 'content-length': String(bytes.length) });
    if (ordinal === 1) response.end(bytes);
    else response.write(bytes.subarray(0, 1_000));
  });
  const engine = impatientEngine();
  const { http, spoolFolder } = rig(server.origin, { engine });
  const abort = new AbortController();
  const stopped = readAll(http.download('leaf', leaf), abort.signal);
  while (engine.progressed < 1_000) await new Promise((resolve) => setImmediate(resolve));
  if (platform() === 'linux') expect(heldIn(spoolFolder)).toHaveLength(1);
  abort.abort();
  await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(heldIn(spoolFolder)).toEqual([]);

  const observer = { evidence: () => undefined, claim: () => undefined, finding: () => undefined };
  for await (const chunk of http.download('leaf', leaf).open({ signal: new AbortController().signal, observer })) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
  expect(heldIn(spoolFolder)).toEqual([]);

  const closed = readAll(http.download('leaf', leaf)).catch((error: unknown) => error);
  while (server.seen.length < 3) await new Promise((resolve) => setImmediate(resolve));
  await http.close();
  expect(await closed).toMatchObject({ code: 'CANCELLED' });
  expect(heldIn(spoolFolder)).toEqual([]);
});

test('a staging folder that cannot be used is named, and nothing is sent', async () => {
  const server = await loopback((_, response) => response.end('x'));
  const { http } = rig(server.origin, { spoolFolder: '/dev/null/spool' });
  await expect(readAll(http.download('leaf', leaf))).rejects.toMatchObject({ code: 'SPOOL_UNUSABLE' });
  expect(server.seen).toEqual([]);
});
