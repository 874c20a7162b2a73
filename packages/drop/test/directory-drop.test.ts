import { appendFile, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Clock, Evidence, ReadObserver } from '@ledgerline/core';
import { openDrop } from '@ledgerline/drop';
import { afterEach, beforeEach, expect, test } from 'vitest';

const nowMs = Date.UTC(2026, 3, 20);
const clock: Clock = {
  wall: () => nowMs,
  mono: () => 0,
  sleepUntil: async () => {},
  timer: () => ({ [Symbol.dispose]() {} }),
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drop-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(path: string, content: string | Uint8Array = 'x', ageMs = 60_000) {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  await utimes(file, new Date(nowMs - ageMs), new Date(nowMs - ageMs));
}

const drop = (minAgeMs?: number) =>
  openDrop({ kind: 'directory', path: folder, ...(minAgeMs === undefined ? {} : { minAgeMs }) }, { clock });

function createObserver() {
  const evidence: Evidence[] = [];
  const observer: ReadObserver = { evidence: (item) => evidence.push(item), claim() {}, finding() {} };
  return { evidence, request: { observer, signal: new AbortController().signal } };
}

const paths = async (prefix?: string) => (await Array.fromAsync(drop().list(prefix))).map(({ path }) => path);

test('files are listed by ascending path, folders and files mixed, hidden ones left out', async () => {
  for (const path of ['a.txt', 'a/z.txt', 'a-b.txt', 'B.txt', 'ä.txt', '.hidden', '.git/x', 'a/.part']) await put(path);
  const listed = await paths();
  expect(listed).toEqual(['B.txt', 'a-b.txt', 'a.txt', 'a/z.txt', 'ä.txt']);
  expect(listed).toEqual([...listed].sort());
});

test('a prefix may end inside a name', async () => {
  for (const path of ['2026/03/x', '2026/04/x', '2025/03/x']) await put(path);
  expect(await paths('2026/0')).toEqual(['2026/03/x', '2026/04/x']);
  expect(await paths('2026/03/')).toEqual(['2026/03/x']);
});

test('size, time and tag tell what a file is, and the tag changes with the time alone', async () => {
  await put('a', 'four');
  const [before] = await Array.fromAsync(drop().list());
  expect(before).toMatchObject({ path: 'a', size: 4, modifiedMs: nowMs - 60_000, state: 'ready' });
  await put('a', 'four', 59_999);
  const [after] = await Array.fromAsync(drop().list());
  expect(after?.tag).not.toBe(before?.tag);
});

test('a file that changed a moment ago is not yet ready', async () => {
  await put('old', 'x', 5_000);
  await put('young', 'x', 4_000);
  expect(await Array.fromAsync(drop(5_000).list())).toMatchObject([
    { path: 'old', state: 'ready' },
    { path: 'young', state: 'not-yet', why: 'it changed less than 5000 ms ago' },
  ]);
});

test('a time in the future keeps a file waiting only where an age is asked for, and is told', async () => {
  await put('ahead', 'x', -3_600_000);
  expect(await Array.fromAsync(drop().list())).toMatchObject([{ path: 'ahead', state: 'ready' }]);
  const [waiting] = await Array.fromAsync(drop(5_000).list());
  expect(waiting).toMatchObject({ state: 'not-yet', why: expect.stringContaining('lies in the future') });
});

test('links inside the drop are files, links out of it are refused, in the listing and when opened', async () => {
  await put('real/file', 'inside');
  await symlink(join(folder, 'real/file'), join(folder, 'inside'));
  await symlink('/etc/hostname', join(folder, 'outside'));
  await symlink(join(folder, 'nowhere'), join(folder, 'broken'));
  await symlink(join(folder, 'real'), join(folder, 'folder'));
  expect(await Array.fromAsync(drop().list())).toMatchObject([
    { path: 'broken', state: 'refused' },
    { path: 'folder', state: 'refused' },
    { path: 'inside', state: 'ready', size: 6 },
    { path: 'outside', state: 'refused' },
    { path: 'real/file', state: 'ready' },
  ]);
  await expect(Array.fromAsync(drop().open('outside'))).rejects.toMatchObject({ code: 'FILE_OUTSIDE' });
});

test('paths that climb out of the drop are refused', async () => {
  for (const path of ['../x', '/etc/hostname', 'a/../../x', '', 'a//b', '.', 'a\0b']) {
    await expect(Array.fromAsync(drop().open(path))).rejects.toMatchObject({ code: 'FILE_OUTSIDE' });
  }
});

test('bytes come in chunks of 512 KiB and are those of the file', async () => {
  const content = Buffer.alloc(1_200_000, 'abcdefg');
  await put('big', content);
  const chunks = await Array.fromAsync(drop().open('big'));
  expect(chunks.map((chunk) => chunk.byteLength)).toEqual([524_288, 524_288, 151_424]);
  expect(Buffer.concat(chunks).equals(content)).toBe(true);
});

test('a body that was read whole gives the evidence file-size', async () => {
  await put('a', 'content');
  const [entry] = await Array.fromAsync(drop().list());
  const { evidence, request } = createObserver();
  const chunks = await Array.fromAsync(drop().body('a', entry).open(request));
  expect(Buffer.concat(chunks).toString()).toBe('content');
  expect(evidence).toEqual([{ kind: 'file-size', holds: true, detail: '7 of 7 bytes' }]);
});

test('a body whose file is not the one listed is an error before its first byte', async () => {
  await put('a', 'content');
  const [entry] = await Array.fromAsync(drop().list());
  await put('a', 'content', 1);
  const read = Array.fromAsync(drop().body('a', entry).open(createObserver().request));
  await expect(read).rejects.toMatchObject({ code: 'FILE_CHANGED', details: { path: 'a' } });
});

test('a file that grows while it is read ends in an error and evidence that does not hold', async () => {
  await put('a', Buffer.alloc(1_200_000));
  const { evidence, request } = createObserver();
  const read = (async () => {
    for await (const _ of drop().body('a').open(request)) await appendFile(join(folder, 'a'), 'more');
  })();
  await expect(read).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  expect(evidence).toMatchObject([{ kind: 'file-size', holds: false }]);
});

test('a file that is gone is named with what to do', async () => {
  const read = Array.fromAsync(drop().body('gone.txt').open(createObserver().request));
  await expect(read).rejects.toThrow('gone.txt is no longer in the drop; put it back or list again.');
});

test('a drop folder that does not exist is a ConfigError that names it', async () => {
  await rm(folder, { recursive: true });
  const listing = Array.fromAsync(drop().list());
  await expect(listing).rejects.toMatchObject({ code: 'CONFIG_INVALID', details: { path: folder } });
  await expect(listing).rejects.toThrow('create it or correct the path');
});

test('an aborted reading stops with a CancelledError and closes the file', async () => {
  await put('a', Buffer.alloc(2_400_000));
  const stop = new AbortController();
  const read = (async () => {
    for await (const _ of drop().open('a', stop.signal)) stop.abort();
  })();
  await expect(read).rejects.toMatchObject({ code: 'CANCELLED' });
});
