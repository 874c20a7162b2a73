import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SinkError } from '@ledgerline/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Locks } from '../src/locks.ts';
import { sinkFailure } from '../src/sink-failure.ts';
import type { StepName } from '../src/steps.ts';
import { MemoryDisk } from './memory-disk.ts';
import {
  all,
  document,
  draftOf,
  identityOf,
  ingest,
  key,
  MemoryLocks,
  observed,
  openTestLake,
  partition,
  problemsOf,
  testContext,
} from './world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lake-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const doc = document('first', 3, ['DE']);
const bytes = (text: string) => new TextEncoder().encode(text);

async function failure(work: Promise<unknown>): Promise<SinkError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SinkError)) throw new Error('a SinkError was expected', { cause: error });
  return error;
}

/** A disk on which one kind of operation fails. */
function failing(disk: MemoryDisk, operation: string, errno: string) {
  return observed(disk, (name) => {
    if (name === operation) throw Object.assign(new Error(errno), { code: errno });
  });
}

test('a lake below a file is refused, and nothing is created', async () => {
  writeFileSync(join(folder, 'file'), '');
  const error = await failure(openTestLake({ path: join(folder, 'file', 'lake') }));
  expect(error).toMatchObject({ code: 'SINK_PATH_INVALID', disposition: 'abort' });
  expect(error.message).toContain(join(folder, 'file'));
  expect(error.message).toContain('choose another path');
  expect(readdirSync(folder)).toEqual(['file']);
});

test('a lake that is itself a file is refused', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect(await failure(openTestLake({ path: join(folder, 'file') }))).toMatchObject({ code: 'SINK_PATH_INVALID' });
});

test.each(['EACCES', 'EROFS'])('a lake that cannot be written to is refused (%s)', async (errno) => {
  const fs = failing(new MemoryDisk(), 'makeDirectory', errno);
  const error = await failure(openTestLake({ path: '/lake' }, { fs, locks: new MemoryLocks() }));
  expect(error).toMatchObject({ code: 'SINK_NOT_WRITABLE', disposition: 'abort', details: { path: '/lake', errno } });
  expect(error.message).toContain('write access');
});

/** A disk that can only be read. */
function readOnly(disk: MemoryDisk) {
  const writing = new Set(['makeDirectory', 'openAppend', 'write', 'rename', 'link', 'remove', 'removeDirectory']);
  return observed(disk, (name) => {
    if (writing.has(name)) throw Object.assign(new Error('EROFS'), { code: 'EROFS' });
  });
}

test('a lake that can only be read is read', async () => {
  const disk = new MemoryDisk();
  await ingest(await openTestLake({ path: '/lake' }, { fs: disk, locks: new MemoryLocks() }), doc);
  const fs = readOnly(disk);
  const lake = await openTestLake({ path: '/lake' }, { fs, locks: new MemoryLocks() });
  expect(await all(lake.files())).toHaveLength(1);
  expect(await failure(lake.begin(identityOf(doc)))).toMatchObject({ code: 'SINK_NOT_WRITABLE' });
});

test('a read-only lake is read without its empty folders, and with what a killed process left to be moved', async () => {
  const disk = new MemoryDisk();
  const step = (name: StepName) => {
    if (name === 'commit:after-rename') throw new Error('killed');
  };
  const dying = await openTestLake({ path: '/lake' }, { fs: disk, locks: new MemoryLocks(), step });
  await expect(ingest(dying, doc)).rejects.toThrow('killed');
  disk.removeDirectory('/lake/_locks');
  const denied = sinkFailure(Object.assign(new Error('EROFS'), { code: 'EROFS' }), 'lock', '/lake/_lock.sqlite');
  const locks: Locks = {
    tryAcquire() {
      throw denied;
    },
  };
  const context = testContext();
  const lake = await openTestLake({ path: '/lake' }, { fs: readOnly(disk), locks }, context);
  expect(await all(lake.files())).toHaveLength(1);
  expect([await problemsOf(lake), context.warnings]).toEqual([[], ['lake.roll-forward.unfinished']]);
});

test('a full disk says so in one message, and keeps what was checkpointed', async () => {
  const disk = new MemoryDisk();
  const locks = new MemoryLocks();
  let full = false;
  const fs = observed(disk, (name) => {
    if (full && name === 'write') throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  });
  const lake = await openTestLake({ path: '/lake' }, { fs, locks });
  const transaction = await lake.begin(identityOf(doc));
  transaction.append(partition('DE'), bytes('{}\n'), 1);
  await transaction.checkpoint('one');
  full = true;
  let thrown: unknown;
  try {
    transaction.append(partition('DE'), bytes('{}\n'), 1);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ code: 'SINK_DISK_FULL', disposition: 'retry' });
  expect(String(thrown)).toContain('free space');
  expect(String(thrown)).toContain('/lake/_staging/');
  full = false;
  expect(await failure(transaction.commit(draftOf(doc)))).toMatchObject({ code: 'SINK_TRANSACTION_ENDED' });
  await transaction.suspend();
  expect((await lake.begin(identityOf(doc))).resumed).toBe('one');
});

test('bytes that are not whole rows are refused', async () => {
  const lake = await openTestLake({ path: folder, maxPartRows: 2 });
  const transaction = await lake.begin(identityOf(doc));
  expect(() => transaction.append(partition('DE'), bytes('{"cut":'), 1)).toThrow(/not 1 whole rows/);
  await transaction.abandon();
  const other = await lake.begin(identityOf(doc));
  expect(() => other.append(partition('DE'), bytes('{}\n{}\n'), 5)).toThrow(/not 5 whole rows/);
  await other.abandon();
});

test('a manifest of another report is refused', async () => {
  const lake = await openTestLake({ path: folder });
  const transaction = await lake.begin(identityOf(doc));
  const foreign = { ...draftOf(doc), report: { ...key, feed: 'other' } };
  expect(await failure(transaction.commit(foreign))).toMatchObject({ code: 'SINK_REPORT_MISMATCH' });
  await transaction.abandon();
  expect(await all(lake.manifests())).toEqual([]);
});

test('an ended transaction takes nothing more', async () => {
  const lake = await openTestLake({ path: folder });
  const transaction = await lake.begin(identityOf(doc));
  await transaction.commit(draftOf(doc));
  expect(await failure(transaction.checkpoint(1))).toMatchObject({ code: 'SINK_TRANSACTION_ENDED' });
  await transaction.suspend();
  await transaction.abandon();
  expect(await lake.current(key)).toMatchObject({ sequence: 1 });
});

test('a damaged manifest is named, not passed over', async () => {
  const lake = await openTestLake({ path: folder });
  await ingest(lake, doc);
  const [report] = readdirSync(join(folder, '_ledger'));
  writeFileSync(join(folder, '_ledger', report ?? '', '1.json'), '{"half":');
  const error = await failure(lake.current(key));
  expect(error).toMatchObject({ code: 'SINK_LEDGER_DAMAGED' });
  expect(error.message).toContain('1.json');
});

test('names that do not belong to the lake are left alone', async () => {
  const lake = await openTestLake({ path: folder });
  await ingest(lake, doc);
  for (const name of ['_ledger/.DS_Store', '_staging/notes.txt']) writeFileSync(join(folder, name), 'x');
  const again = await openTestLake({ path: folder });
  expect(await all(again.files())).toHaveLength(1);
  await ingest(again, document('second', 2, ['FR']));
  expect(readdirSync(join(folder, '_staging'))).toEqual(['notes.txt']);
});
