import { isLedgerlineError } from '@ledgerline/core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FileSystem } from '../src/file-system.ts';
import { MemoryDisk } from './memory-disk.ts';
import {
  type Document,
  document,
  draftOf,
  identityOf,
  ingest,
  leftovers,
  MemoryLocks,
  observed,
  openTestLake,
  problemsOf,
  published,
  stage,
  visible,
} from './world.ts';

const config = { path: '/lake', maxPartRows: 4 };
const first = document('first', 6, ['DE', 'FR']);
const second = document('second', 5, ['DE', 'JP']);

interface Fault {
  readonly what: string;
  readonly errno: string;
  /** Only these operations count and fail; all when absent. */
  readonly operations?: readonly string[];
  /** Whether everything after the first failure fails too. */
  readonly lasting: boolean;
}

const writing = ['write', 'openAppend', 'makeDirectory', 'link', 'rename'];

const faults: readonly Fault[] = [
  { what: 'the disk fills up', errno: 'ENOSPC', operations: writing, lasting: true },
  { what: 'the disk is full for a moment', errno: 'ENOSPC', operations: writing, lasting: false },
  { what: 'any one operation fails', errno: 'EIO', lasting: false },
  { what: 'the disk dies', errno: 'EIO', lasting: true },
  { what: 'a flush fails', errno: 'EIO', operations: ['sync', 'syncDirectory'], lasting: false },
  { what: 'a rename fails', errno: 'EIO', operations: ['rename', 'link'], lasting: false },
];

/** A file system that fails from the n-th counted operation on, or just there. A full disk takes half of what is written. */
function failing(disk: FileSystem, fault: Fault, index: number) {
  const state = { failed: false };
  let count = 0;
  const fs = observed(disk, (operation, args) => {
    if (fault.operations && !fault.operations.includes(operation)) return;
    count += 1;
    if (count < index || (count > index && !fault.lasting)) return;
    state.failed = true;
    const [handle, bytes] = args;
    if (operation === 'write' && bytes instanceof Uint8Array)
      disk.write(handle as Parameters<FileSystem['write']>[0], bytes.subarray(0, bytes.length >> 1));
    throw Object.assign(new Error(fault.errno), { code: fault.errno });
  });
  return { fs, state };
}

/** One sync as the pipeline would run it: what fails is suspended or abandoned, and what that throws is lost with it. */
async function attempt(fs: FileSystem, doc: Document, ending: 'suspend' | 'abandon'): Promise<unknown> {
  try {
    const lake = await openTestLake(config, { fs, locks: new MemoryLocks() });
    const transaction = await lake.begin(identityOf(doc));
    try {
      await stage(transaction, doc);
      await transaction.commit(draftOf(doc));
      return undefined;
    } catch (error) {
      await transaction[ending]().catch(() => undefined);
      return error;
    }
  } catch (error) {
    return error;
  }
}

async function afterFirst(): Promise<MemoryDisk> {
  const disk = new MemoryDisk();
  await ingest(await openTestLake(config, { fs: disk, locks: new MemoryLocks() }), first);
  return disk;
}

describe.each(faults)('when $what', (fault) => {
  let before = '';
  let after = '';
  let expected = '';

  beforeAll(async () => {
    const disk = await afterFirst();
    before = await visible(disk, '/lake');
    expect(await attempt(disk, second, 'suspend')).toBeUndefined();
    after = await visible(disk, '/lake');
    expected = published(disk.contents(), '/lake');
  });

  test.each(['suspend', 'abandon'] as const)(
    'the lake is the old or the new one, and the next run finishes (%s)',
    async (ending) => {
      for (let index = 1; ; index += 1) {
        const disk = await afterFirst();
        const { fs, state } = failing(disk, fault, index);
        const error = await attempt(fs, second, ending);
        if (!state.failed) {
          expect(index).toBeGreaterThan(3);
          return;
        }
        const seen = await visible(disk, '/lake');
        if (error === undefined) expect(seen).toBe(after);
        else {
          if (!isLedgerlineError(error)) throw error;
          expect(seen).toBe(error.code === 'SINK_COMMIT_IN_DOUBT' ? after : before);
          if (fault.errno === 'ENOSPC') expect(error.code).toBe('SINK_DISK_FULL');
        }
        expect(disk.openHandles).toBeLessThanOrEqual(fault.operations ? 0 : 64);
        const lake = await openTestLake(config, { fs: disk, locks: new MemoryLocks() });
        expect(await visible(disk, '/lake')).toBe(seen);
        if (seen === before) await ingest(lake, second);
        expect(published(disk.contents(), '/lake')).toBe(expected);
        expect(leftovers(disk, '/lake')).toEqual([]);
        expect(await problemsOf(lake)).toEqual([]);
      }
    },
  );
});
