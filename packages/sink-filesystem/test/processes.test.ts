import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteLocks } from '../src/locks.ts';
import { nodeFileSystem } from '../src/node-fs-system.ts';
import { all, document, draftOf, identityOf, ingest, key, openTestLake, stage, visible } from './world.ts';

/** Whether every kind of step is tried, or one before, one at and one after the commit. */
const deep = process.env.LEDGERLINE_DEEP !== undefined;

let folder = '';
let children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lake-'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  rmSync(folder, { recursive: true, force: true });
});

function start(path: string, name: string, mode: string): ChildProcess {
  const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
  const options = { execArgv: ['--import', here('sources.mjs'), '--disable-warning=ExperimentalWarning'] };
  const child = fork(here('child.ts'), [path, name, mode], options);
  children.push(child);
  return child;
}

function until(child: ChildProcess, step: string, occurrence = 1): Promise<void> {
  let left = occurrence;
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (message === step) left -= 1;
      if (left === 0) resolve();
    });
    child.on('exit', () => reject(new Error(`the child ended before ${step}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

async function dataOf(path: string): Promise<string> {
  const data = await visible(nodeFileSystem, path);
  return data.replaceAll(path, '');
}

test('a process killed anywhere is made good by the next one, byte for byte', { timeout: 90_000 }, async () => {
  const doc = document('first', 60, ['DE', 'FR', 'US', 'JP']);
  const whole = join(folder, 'whole');
  await ingest(await openTestLake({ path: whole, maxPartRows: 50 }), doc);
  const expected = await dataOf(whole);
  const kills = [
    ['append', 31],
    ['commit:before-rename', 1],
    ['publish:part', 2],
    ...(deep
      ? ([
          ['checkpoint:before-record', 4],
          ['commit:after-rename', 1],
        ] as const)
      : []),
  ] as const;
  for (const [at, [step, occurrence]] of kills.entries()) {
    const path = join(folder, `lake-${at}`);
    const child = start(path, 'first', 'commit');
    const gone = ended(child);
    await until(child, step, occurrence);
    child.kill('SIGKILL');
    await gone;
    expect(['', expected]).toContain(await dataOf(path));
    const lake = await openTestLake({ path, maxPartRows: 50 });
    if (!(await lake.current(key))) await ingest(lake, doc);
    expect(await dataOf(path)).toBe(expected);
    expect(readdirSync(join(path, '_staging'))).toEqual([]);
    expect(await lake.current(key)).toMatchObject({ sequence: 1 });
  }
});

test('a report that another process is staging is refused by name, and free when that process dies', async () => {
  const child = start(folder, 'first', 'hold');
  const gone = ended(child);
  await until(child, 'holding');
  const lake = await openTestLake({ path: folder, maxPartRows: 50 });
  const identity = identityOf(document('first', 60, ['DE', 'FR', 'US', 'JP']));
  await expect(lake.begin(identity)).rejects.toMatchObject({
    code: 'SINK_BUSY',
    disposition: 'retry',
    message: expect.stringContaining(`process ${child.pid}`),
  });
  const other = await lake.begin({ ...identity, report: { ...key, feed: 'other' } });
  await other.abandon();
  child.kill('SIGKILL');
  await gone;
  expect((await lake.begin(identity)).resumed).toBe(60);
  await lake.close();
});

test('of two that stage one report in one process, the second is refused', async () => {
  const doc = document('first', 6, ['DE']);
  const [one, two] = [await openTestLake({ path: folder }), await openTestLake({ path: folder })];
  const attempts = await Promise.allSettled([one.begin(identityOf(doc)), two.begin(identityOf(doc))]);
  expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await Promise.all([one.close(), two.close()]);
});

test('many reports commit through two lakes at once, each exactly once', async () => {
  // The clock of tests does not wait, so it must be allowed to count far.
  const config = { path: folder, lockWaitMs: 1_000_000_000 };
  const [first, second] = [await openTestLake(config), await openTestLake(config)];
  const docs = Array.from({ length: 12 }, (_, at) => document(`r${at}`, 4, ['DE', 'FR'], { ...key, scope: `s${at}` }));
  await Promise.all(
    docs.map(async (doc, at) => {
      const transaction = await (at % 2 === 0 ? first : second).begin(identityOf(doc));
      await stage(transaction, doc);
      await transaction.commit(draftOf(doc));
    }),
  );
  const manifests = await all(first.manifests({ history: true }));
  expect(manifests.map(({ sequence }) => sequence)).toEqual(docs.map(() => 1));
  expect(await all(first.files())).toHaveLength(24);
});

test('a commit that waits too long for another process gives up and publishes nothing', async () => {
  const doc = document('first', 3, ['DE']);
  const lake = await openTestLake({ path: folder, lockWaitMs: 50 });
  const transaction = await lake.begin(identityOf(doc));
  await stage(transaction, doc);
  const held = sqliteLocks.tryAcquire(join(folder, '_lock.sqlite'));
  await expect(transaction.commit(draftOf(doc))).rejects.toMatchObject({ code: 'SINK_BUSY', disposition: 'retry' });
  expect(await lake.current(key)).toBeUndefined();
  await transaction.suspend();
  held?.release();
  await ingest(lake, doc);
  expect(await lake.current(key)).toMatchObject({ sequence: 1 });
});
