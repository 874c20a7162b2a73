import { isLedgerlineError } from '@ledgerline/core';
import type { Config } from '../src/config.ts';
import type { FileSystem } from '../src/file-system.ts';
import { MemoryDisk } from './memory-disk.ts';
import {
  type Document,
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

export interface Fault {
  readonly what: string;
  readonly errno: string;
  /** Only these operations count and fail; all when absent. */
  readonly operations?: readonly string[];
  /** Whether everything after the first failure fails too. */
  readonly lasting: boolean;
}

const writing = ['write', 'openAppend', 'makeDirectory', 'link', 'rename'];

export const faults: readonly Fault[] = [
  { what: 'the disk fills up', errno: 'ENOSPC', operations: writing, lasting: true },
  { what: 'the disk is full for a moment', errno: 'ENOSPC', operations: writing, lasting: false },
  { what: 'any one operation fails', errno: 'EIO', lasting: false },
  { what: 'the disk dies', errno: 'EIO', lasting: true },
  { what: 'a flush fails', errno: 'EIO', operations: ['sync', 'syncDirectory'], lasting: false },
  { what: 'a rename fails', errno: 'EIO', operations: ['rename', 'link'], lasting: false },
];

/** Two revisions of a report: the first is committed, the second is being committed when the disk fails. */
export interface FaultCase {
  readonly config: Config;
  readonly first: Document;
  readonly second: Document;
  readonly fault: Fault;
  readonly ending: 'suspend' | 'abandon';
}

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
async function attempt(fs: FileSystem, doc: Document, { config, ending }: FaultCase): Promise<unknown> {
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

/** Fails every operation of the second commit in turn; answers how many there were and what was not as it has to be. */
export async function failEverywhere(given: FaultCase): Promise<{ cases: number; violations: string[] }> {
  const { config, fault, first, second } = given;
  const root = config.path;
  const committed = new MemoryDisk();
  await ingest(await openTestLake(config, { fs: committed, locks: new MemoryLocks() }), first);
  /** A disk of its own for every case, with the first revision on it. */
  const afterFirst = () => committed.powerCut(() => 0.99);
  const quiet = afterFirst();
  const before = await visible(quiet, root);
  await attempt(quiet, second, given);
  const after = await visible(quiet, root);
  const expected = published(quiet.contents(), root);
  const violations: string[] = [];
  for (let index = 1; ; index += 1) {
    const must = (holds: boolean, what: string) => void (holds || violations.push(`operation ${index}: ${what}`));
    const disk = afterFirst();
    const { fs, state } = failing(disk, fault, index);
    const error = await attempt(fs, second, given);
    if (!state.failed) return { cases: index - 1, violations };
    const seen = await visible(disk, root);
    if (error === undefined) must(seen === after, 'a commit that succeeded shows another state');
    else if (!isLedgerlineError(error)) violations.push(`operation ${index}: ${String(error)}`);
    else {
      must(
        seen === (error.code === 'SINK_COMMIT_IN_DOUBT' ? after : before),
        `after ${error.code} another state is seen`,
      );
      must(fault.errno !== 'ENOSPC' || error.code === 'SINK_DISK_FULL', `a full disk is told as ${error.code}`);
    }
    // A close that failed may leave its handle.
    must(disk.openHandles <= (fault.operations ? 0 : 64), `${disk.openHandles} handles are open`);
    const lake = await openTestLake(config, { fs: disk, locks: new MemoryLocks() });
    must((await visible(disk, root)) === seen, 'opening the lake changed what is seen');
    if (seen === before) await ingest(lake, second);
    must(published(disk.contents(), root) === expected, 'the next run ended with other bytes');
    must(leftovers(disk, root).length === 0, 'staging is left');
    for (const problem of await problemsOf(lake)) must(false, problem);
  }
}
