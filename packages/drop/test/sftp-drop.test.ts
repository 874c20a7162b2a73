import { openDrop, type SftpConfig } from '@ledgerline/drop';
import { createFakeBucket, createFakeSftp, createFakeTree, serveBucket } from '@ledgerline/drop/mock';
import { expect, onTestFinished, test } from 'vitest';
import { contextOf, readBody } from './context.ts';

async function started(change: Partial<SftpConfig> = {}, files: Record<string, string | Uint8Array> = {}) {
  const fake = await createFakeSftp({ tree: createFakeTree(files) });
  onTestFinished(() => fake.close());
  const config = { ...fake.config(), ...change };
  const context = contextOf(config);
  return { fake, config, context, drop: openDrop(config, context) };
}

test('files are listed by path, however the host sorts them, and read whole', async () => {
  const files = {
    'DE/202607/Prime/a.zip': 'one',
    'DE/202607/Prime/.part': 'x',
    'DE/202606/b.csv': 'two',
    'JP/ü.csv': 'three',
  };
  const { drop } = await started({}, files);
  const listed = await Array.fromAsync(drop.list());
  expect(listed.map(({ path, state }) => `${state} ${path}`)).toEqual([
    'ready DE/202606/b.csv',
    'ready DE/202607/Prime/a.zip',
    'ready JP/ü.csv',
  ]);
  const { bytes, evidence } = await readBody(drop.body('DE/202607/Prime/a.zip', listed[1]));
  expect(bytes.toString()).toBe('one');
  expect(evidence).toEqual([{ kind: 'file-size', holds: true, detail: '3 of 3 bytes' }]);
});

test('a folder of the host can be the root, and a prefix spares the folders beside it', async () => {
  const { fake, drop } = await started(
    { path: '/outgoing/' },
    { 'outgoing/DE/x': 'one', 'outgoing/FR/x': 'two', secret: 'no' },
  );
  expect((await Array.fromAsync(drop.list('DE/'))).map(({ path }) => path)).toEqual(['DE/x']);
  expect(fake.state.requests).not.toContain('list outgoing/FR');
  expect((await readBody(drop.body('DE/x'))).bytes.toString()).toBe('one');
});

test('a key logs in as well as a password', async () => {
  const { fake } = await started({}, { a: 'x' });
  const config = fake.config('key');
  const drop = openDrop(config, contextOf(config));
  expect(await Array.fromAsync(drop.list())).toHaveLength(1);
  expect(fake.state.requests).toContain('login publickey');
});

test('a host with another key is refused before anything is sent, naming the key that was seen', async () => {
  const { fake, config, context } = await started({}, { a: 'x' });
  const [right] = config.hostKeys;
  const wrong = { ...config, hostKeys: [`SHA256:${'A'.repeat(43)}`] };
  const listing = Array.fromAsync(openDrop(wrong, context).list());
  await expect(listing).rejects.toMatchObject({ code: 'HOST_KEY_UNKNOWN', details: { fingerprint: right } });
  expect(fake.state.requests).toEqual([]);
  expect(context.runs).toEqual(['sftp-list']);
});

test('a refused login is not tried again', async () => {
  const { config, context } = await started();
  const drop = openDrop({ ...config, password: 'wrong' }, context);
  await expect(Array.fromAsync(drop.list())).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
  expect(context.runs).toEqual(['sftp-list']);
});

test('a host that cannot be reached is tried again by the policy engine', async () => {
  const { fake, context, drop } = await started();
  await fake.close();
  await expect(Array.fromAsync(drop.list())).rejects.toMatchObject({ details: { attempts: 6 } });
  expect(context.runs).toHaveLength(6);
});

test('a session that breaks off is resumed where it stopped', async () => {
  const content = Buffer.alloc(900_000, 'abcdefg');
  const { fake, context, drop } = await started({}, { a: content });
  const [entry] = await Array.fromAsync(drop.list());
  Object.assign(fake.state, { drops: 2, dropAfterBytes: 300_000 });
  const { bytes } = await readBody(drop.body('a', entry));
  expect(bytes.equals(content)).toBe(true);
  expect(context.runs.filter((op) => op === 'sftp-download')).toHaveLength(3);
  const starts = fake.state.requests.filter((line) => line === 'read a@0');
  expect(starts).toHaveLength(1);
});

test('a file that is still written is held back until two looks agree', async () => {
  const { fake, config, context } = await started({}, { whole: 'x', slow: Buffer.alloc(1000) });
  const drop = openDrop({ ...config, lookAgainMs: 1 }, context);
  fake.state.growing.set('slow', { visibleBytes: 100, growBytes: 300 });
  const states = async () => (await Array.fromAsync(drop.list())).map(({ path, state }) => `${state} ${path}`);
  expect(await states()).toEqual(['not-yet slow', 'ready whole']);
  expect(await states()).toEqual(['not-yet slow', 'ready whole']);
  expect(await states()).toEqual(['ready slow', 'ready whole']);
});

test('a file of a moment ago waits for its age', async () => {
  const { fake, drop } = await started({ minAgeMs: 3_600_000 }, { old: 'x' });
  fake.tree.put('young', 'x', { modifiedMs: Date.now() - 60_000 });
  expect(await Array.fromAsync(drop.list())).toMatchObject([
    { path: 'old', state: 'ready' },
    { path: 'young', state: 'not-yet', why: 'it changed less than 3600000 ms ago' },
  ]);
});

test('a file that grows or changes while it is read is an error', async () => {
  const { fake, drop } = await started({}, { a: Buffer.alloc(1000) });
  const [entry] = await Array.fromAsync(drop.list());
  fake.state.growing.set('a', { visibleBytes: 400, growBytes: 100 });
  await expect(readBody(drop.body('a', entry))).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  await expect(readBody(drop.body('a'))).rejects.toMatchObject({ code: 'FILE_CHANGED' });
});

test('what this login may not see is refused, what is gone is named', async () => {
  const { fake, drop } = await started({}, { 'DE/a': 'x', 'FR/b': 'y' });
  fake.state.denied.add('FR').add('DE/a');
  expect((await Array.fromAsync(drop.list())).map(({ path, state }) => `${state} ${path}`)).toEqual([
    'ready DE/a',
    'refused FR/',
  ]);
  await expect(readBody(drop.body('DE/a'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  await expect(readBody(drop.body('DE/none'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  await expect(readBody(drop.body('../etc'))).rejects.toMatchObject({ code: 'FILE_OUTSIDE' });
});

test('a root that is not there is a ConfigError', async () => {
  const { drop } = await started({ path: '/nowhere' }, { a: 'x' });
  await expect(Array.fromAsync(drop.list())).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test('a look into the head of a file does not fetch the rest, and reading on does', async () => {
  const content = Buffer.alloc(700_000, 'abcdefg');
  const { fake, drop } = await started({}, { a: content });
  for await (const chunk of drop.open('a')) {
    expect(chunk.byteLength).toBe(262_144);
    break;
  }
  expect(fake.state.requests.filter((line) => /^read a@/.test(line) && Number(line.slice(7)) > 262_144)).toEqual([]);
  expect(Buffer.concat(await Array.fromAsync(drop.open('a'))).equals(content)).toBe(true);
});

test('one tree looks the same through a bucket and through SFTP', async () => {
  const files = { 'DE/202607/Prime/a b.zip': 'one', 'GB/202607/x+y.csv': 'two', 'JP/202607/名.csv': 'three' };
  const { fake, drop } = await started({}, files);
  const bucket = createFakeBucket({ tree: fake.tree });
  const served = await serveBucket(bucket);
  onTestFinished(() => served.close());
  const other = openDrop(bucket.config(), contextOf(bucket.config()));
  const seen = async (from: typeof drop) =>
    Promise.all(
      (await Array.fromAsync(from.list())).map(async ({ path, size, modifiedMs, state }) => {
        const { bytes } = await readBody(from.body(path));
        return { path, size, modifiedMs, state, text: bytes.toString() };
      }),
    );
  expect(await seen(other)).toEqual(await seen(drop));
});
