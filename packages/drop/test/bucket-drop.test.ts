import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BucketConfig, openDrop } from '@ledgerline/drop';
import { createFakeBucket, type FakeBucketOptions, serveBucket } from '@ledgerline/drop/mock';
import fc from 'fast-check';
import { getResponse } from 'msw';
import { expect, onTestFinished, test } from 'vitest';
import { contextOf, readBody } from './context.ts';

async function served(options: FakeBucketOptions = {}) {
  const fake = createFakeBucket(options);
  const server = await serveBucket(fake);
  onTestFinished(() => server.close());
  const openWith = (config: BucketConfig) => openDrop(config, contextOf(config));
  return { fake, openWith, drop: openWith(fake.config()) };
}

/** Over handlers alone, for hosts that no loopback port can have. */
function intercepted(options: FakeBucketOptions, endpoint?: string, change: Partial<BucketConfig> = {}) {
  const fake = createFakeBucket(options);
  fake.state.endpoint = endpoint;
  const config = { ...fake.config(), ...change };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await getResponse([...fake.handlers], new Request(input, init));
    if (response === undefined) throw new Error('nobody answers');
    return response;
  };
  return { fake, drop: openDrop(config, contextOf(config, fetch)) };
}

const paths = async (drop: ReturnType<typeof openDrop>, prefix?: string) =>
  (await Array.fromAsync(drop.list(prefix))).map(({ path }) => path);

const odd = [
  'DE/202607/Prime/a b.zip',
  'DE/202607/Prime/a+b&c%d.csv',
  "DE/202607/Ünlimited/é!'()*.csv",
  'JP/202607/x/名.csv',
];

test('every page is followed, through short and empty ones, whatever the keys are made of', async () => {
  const { fake, drop } = await served();
  const many = Array.from({ length: 7 }, (_, index) => `US/202607/Prime/${index}.csv`);
  for (const path of [...odd, ...many]) fake.tree.put(path, path);
  fake.state.pageSize = 3;
  fake.state.emptyPages = true;
  expect(await paths(drop)).toEqual([...odd, ...many].sort());
  expect(fake.requests.length).toBeGreaterThan(6);
  for (const path of odd) expect((await readBody(drop.body(path))).bytes.toString()).toBe(path);
});

test('any key that is a path can be listed and read', async () => {
  const { fake, drop } = await served();
  const segment = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((text) => !/[/\0]|^\.|[\ud800-\udfff](?![\udc00-\udfff])/.test(text));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.tuple(segment, segment), { minLength: 1, maxLength: 5 }), async (names) => {
      for (const path of fake.tree.files.keys()) fake.tree.remove(path);
      const all = new Set(names.map((pair) => pair.join('/')));
      for (const path of all) fake.tree.put(path, path);
      expect(await paths(drop)).toEqual([...all].sort());
      for (const path of all) expect((await readBody(drop.body(path))).bytes.toString()).toBe(path);
    }),
    { numRuns: 25 },
  );
});

test('folder markers and hidden files are left out; keys that are no paths and archived objects are refused', async () => {
  const { fake, drop } = await served();
  for (const path of ['DE/', 'DE/.part', '.x/a', 'a//b', 'DE/../c', 'DE/ok'])
    fake.tree.put(path, path.endsWith('/') ? '' : 'x');
  fake.tree.put('DE/old', 'x', { storageClass: 'GLACIER' });
  const listed = await Array.fromAsync(drop.list());
  expect(listed.map(({ path, state }) => `${state} ${path}`)).toEqual([
    'refused DE/../c',
    'ready DE/ok',
    'refused DE/old',
    'refused a//b',
  ]);
  await expect(readBody(drop.body('DE/old'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  await expect(readBody(drop.body('DE/../c'))).rejects.toMatchObject({ code: 'FILE_OUTSIDE' });
});

test('paths begin behind the prefix of the drop', async () => {
  const { fake, openWith } = await served();
  fake.tree.put('mirror/DE/x', 'one');
  fake.tree.put('other/DE/x', 'two');
  const drop = openWith({ ...fake.config(), prefix: 'mirror/' });
  expect(await paths(drop, 'DE/')).toEqual(['DE/x']);
  expect((await readBody(drop.body('DE/x'))).bytes.toString()).toBe('one');
});

test.each([
  ['path style', true],
  ['virtual-host style', false],
])('%s requests are signed as the store checks them, with a session token', async (_, pathStyle) => {
  const key = { accessKeyId: 'ID', secretAccessKey: 'secret/+', sessionToken: 'token==' };
  const { fake, drop } = intercepted({ pathStyle, key }, pathStyle ? 'https://store.example.com' : undefined, {
    pathStyle,
  });
  for (const path of odd) fake.tree.put(path, path);
  expect(await paths(drop)).toEqual([...odd].sort());
  for (const path of odd) expect(Buffer.concat(await Array.fromAsync(drop.open(path))).toString()).toBe(path);
  expect(new Set(fake.requests.map(({ status }) => status))).toEqual(new Set([200, 206]));
});

test('a wrong secret is refused at once and not tried again', async () => {
  const { fake, openWith } = await served();
  const drop = openWith({ ...fake.config(), secretAccessKey: 'wrong' });
  await expect(paths(drop)).rejects.toMatchObject({
    code: 'AUTH_REJECTED',
    message: expect.stringContaining('SignatureDoesNotMatch'),
  });
  expect(fake.requests).toHaveLength(1);
});

test('a region that only the signature has wrong is corrected from the answer, once', async () => {
  const { fake, drop } = await served();
  fake.state.region = 'eu-central-1';
  fake.tree.put('a', 'x');
  expect(await paths(drop)).toEqual(['a']);
  expect(fake.requests.map(({ status }) => status)).toEqual([400, 200]);
});

test('a bucket of another region is found there, for listings and for documents', async () => {
  for (const work of ['list', 'read'] as const) {
    const { fake, drop } = intercepted({ pathStyle: false }, undefined, { pathStyle: false });
    fake.state.region = 'us-east-2';
    fake.tree.put('a', 'x');
    if (work === 'list') expect(await paths(drop)).toEqual(['a']);
    else expect((await readBody(drop.body('a'))).bytes.toString()).toBe('x');
    expect(fake.requests[0]?.status).toBe(301);
    expect(fake.requests.at(-1)?.status).toBe(200);
  }
});

test('a bucket that stays elsewhere is a matter of configuration', async () => {
  const { fake, drop } = await served();
  fake.faults.add({}, { kind: 'moved', status: 307, region: 'ap-south-1' });
  await expect(paths(drop)).rejects.toMatchObject({ code: 'CONFIG_INVALID', details: { status: 307 } });
  expect(fake.requests).toHaveLength(2);
});

test('a clock that is off is corrected by the answer’s date, once', async () => {
  const { fake, drop } = await served();
  fake.tree.put('a', 'x');
  fake.state.skewMs = 3_600_000;
  expect(await paths(drop)).toEqual(['a']);
  expect(await paths(drop)).toEqual(['a']);
  expect(fake.requests.map(({ status }) => status)).toEqual([403, 200, 200]);
});

test('a session that expired is renewed from the credentials file, and fails where there is none', async () => {
  const { fake, drop, openWith } = await served({
    key: { accessKeyId: 'ID', secretAccessKey: 's', sessionToken: 'old' },
  });
  fake.tree.put('a', 'x');
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const credentialsFile = join(folder, 'credentials');
  const write = (token: string) =>
    writeFile(
      credentialsFile,
      `[other]\naws_access_key_id = no\n[label]\naws_access_key_id = ID\naws_secret_access_key = s\naws_session_token = ${token}\n`,
    );
  await write('old');
  const { bucket, region, endpoint = '' } = fake.config();
  const fromFile = openWith({ kind: 's3', bucket, region, endpoint, credentialsFile, profile: 'label' });
  expect(await paths(fromFile)).toEqual(['a']);
  fake.state.key = { ...fake.state.key, sessionToken: 'new' };
  await write('new');
  expect(await paths(fromFile)).toEqual(['a']);
  expect(fake.requests.map(({ status }) => status)).toEqual([200, 400, 200]);
  await expect(paths(drop)).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
});

test('a store that asks to slow down, or fails for a moment, is asked again', async () => {
  const { fake, drop } = await served();
  fake.tree.put('a', 'content');
  fake.faults.add({ op: 'list', nth: 1 }, { kind: 'error', status: 503, code: 'SlowDown' });
  fake.faults.add({ op: 'list', nth: 2 }, { kind: 'error', status: 500, code: 'InternalError' });
  fake.faults.add({ op: 'get', nth: 1 }, { kind: 'error', status: 400, code: 'RequestTimeout' });
  fake.faults.add({ op: 'get', nth: 2 }, { kind: 'reset' });
  expect(await paths(drop)).toEqual(['a']);
  expect((await readBody(drop.body('a'))).bytes.toString()).toBe('content');
  expect(fake.requests.map(({ status }) => status)).toEqual([503, 500, 200, 400, 0, 200]);
});

test('access denied is not tried again', async () => {
  const { fake, drop } = await served();
  fake.faults.add({}, { kind: 'error', status: 403, code: 'AccessDenied' });
  await expect(paths(drop)).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
  expect(fake.requests).toHaveLength(1);
});

test('an object replaced or removed after the listing is an error before its first byte', async () => {
  const { fake, drop } = await served();
  fake.tree.put('a', 'before');
  fake.tree.put('b', 'before');
  const [a, b] = await Array.fromAsync(drop.list());
  fake.faults.add({ op: 'get', key: 'a' }, { kind: 'swap', content: 'after!' });
  fake.faults.add({ op: 'get', key: 'b' }, { kind: 'vanish' });
  await expect(readBody(drop.body('a', a))).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  await expect(readBody(drop.body('b', b))).rejects.toMatchObject({ code: 'FILE_MISSING' });
});

test('a body that breaks off, stalls or lies about its length is whole in the end, resumed under its ETag', async () => {
  const { fake, drop } = await served();
  const content = Buffer.alloc(1_000_000, 'abcdefg');
  fake.tree.put('a', content, { parts: 3 });
  const [entry] = await Array.fromAsync(drop.list());
  expect(entry?.tag).toMatch(/^"[0-9a-f]{32}-3"-1000000$/);
  fake.faults.add({ op: 'get', nth: 1 }, { kind: 'cut', afterBytes: 400_000 });
  fake.faults.add({ op: 'get', nth: 2 }, { kind: 'stall', afterBytes: 100_000 });
  const { bytes, evidence } = await readBody(drop.body('a', entry));
  expect(bytes.equals(content)).toBe(true);
  expect(evidence.map(({ kind, holds }) => [kind, holds])).toEqual([
    ['length', true],
    ['file-size', true],
  ]);
  const gets = fake.requests.filter(({ op }) => op === 'get');
  expect(gets.map(({ status }) => status)).toEqual([200, 206, 206]);
  for (const { headers } of gets) expect(headers['if-match']).toBe(entry?.tag.slice(0, 36));
  expect(gets[2]?.headers.range).toMatch(/^bytes=[1-9]\d+-$/);
});

test('an object replaced in the middle of a download is never mixed', async () => {
  const { fake, drop } = await served();
  fake.tree.put('a', Buffer.alloc(1_000_000, 'a'));
  const [entry] = await Array.fromAsync(drop.list());
  fake.faults.add({ op: 'get', nth: 1 }, { kind: 'cut', afterBytes: 400_000 });
  fake.faults.add({ op: 'get', nth: 2 }, { kind: 'swap', content: Buffer.alloc(1_000_000, 'b') });
  await expect(readBody(drop.body('a', entry))).rejects.toMatchObject({ code: 'FILE_CHANGED' });
});

test('a look into the head of a large object costs one small request; pieces are all of one version', async () => {
  const { fake, drop } = await served();
  const content = Buffer.alloc(6_000_000, 'abcdefg');
  fake.tree.put('a', content);
  for await (const chunk of drop.open('a')) {
    expect(chunk.byteLength).toBe(262_144);
    break;
  }
  expect(fake.requests.map(({ headers }) => headers.range)).toEqual(['bytes=0-262143']);
  expect(Buffer.concat(await Array.fromAsync(drop.open('a'))).equals(content)).toBe(true);
  fake.faults.add({ op: 'get', nth: 2 }, { kind: 'swap', content: 'other' });
  await expect(Array.fromAsync(drop.open('a'))).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  fake.tree.put('empty', '');
  expect(await Array.fromAsync(drop.open('empty'))).toEqual([]);
});

test('a store that gives the first page again and again is caught on the second', async () => {
  const { fake, drop } = await served();
  for (let index = 0; index < 9; index += 1) fake.tree.put(`a/${index}`, 'x');
  fake.state.pageSize = 2;
  fake.state.ignoresTokens = true;
  await expect(paths(drop)).rejects.toMatchObject({ code: 'PAGING_STALLED' });
  expect(fake.requests).toHaveLength(2);
});

test('a listing that is no listing says so', async () => {
  const { fake, drop } = await served();
  fake.faults.add({ op: 'list', nth: 1 }, { kind: 'malformed-xml' });
  await expect(paths(drop)).rejects.toMatchObject({ code: 'LISTING_UNEXPECTED' });
});

test('a drop without an access key says which options give one', async () => {
  const { openWith } = await served();
  const drop = openWith({ kind: 's3', bucket: 'label-reports', region: 'eu-west-1', endpoint: 'http://127.0.0.1:9' });
  await expect(paths(drop)).rejects.toThrow('accessKeyId and secretAccessKey, or credentialsFile');
});

test('a store that limits its rate is asked slower, and the listing is whole all the same', async () => {
  let nowMs = Date.now();
  const now = () => {
    nowMs += 50;
    return nowMs;
  };
  const { fake, drop } = await served({ now });
  for (let index = 0; index < 12; index += 1) fake.tree.put(`a/${index}`, 'x');
  fake.state.pageSize = 1;
  fake.state.maxPerSecond = 4;
  expect(await paths(drop)).toHaveLength(12);
  expect(fake.requests.some(({ status }) => status === 503)).toBe(true);
});
