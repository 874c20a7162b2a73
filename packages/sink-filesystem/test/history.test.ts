import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '@ledgerline/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  all,
  document,
  draftOf,
  identityOf,
  ingest,
  key,
  type Lake,
  openTestLake,
  problemsOf,
  stage,
  testContext,
} from './world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lake-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const first = document('first', 10, ['DE', 'FR', 'US']);
const second = document('second', 4, ['DE', 'JP']);
const other = document('other', 3, ['DE'], { ...key, feed: 'other' });

async function contents(lake: Lake, asOf?: string): Promise<Record<string, string>> {
  const files = await all(lake.files(asOf === undefined ? {} : { asOf }));
  return Object.fromEntries(files.map(({ path, absolutePath }) => [path, readFileSync(absolutePath, 'utf8')]));
}

/** Commits a document as the given run. */
async function commit(lake: Lake, doc: typeof first, run: string, fingerprint = 'mapping-1'): Promise<Manifest> {
  const transaction = await lake.begin({ ...identityOf(doc), fingerprint });
  await stage(transaction, doc);
  return await transaction.commit(draftOf(doc, run));
}

test('files as of an instant or a run are those that were in force then, with their bytes', async () => {
  const lake = await openTestLake({ path: folder });
  const states: { readonly manifest: Manifest; readonly seen: Record<string, string> }[] = [];
  for (const [at, doc] of [first, other, second, first].entries()) {
    const manifest = await commit(lake, doc, `run-${at}`);
    states.push({ manifest, seen: await contents(lake) });
  }
  for (const [at, { manifest, seen }] of states.entries()) {
    expect(await contents(lake, manifest.committedAt)).toEqual(seen);
    expect(await contents(lake, `run-${at}`)).toEqual(seen);
  }
  expect(await contents(lake, '2020-01-01')).toEqual({});
  expect(await problemsOf(lake)).toEqual([]);
});

test('a revision mapped anew under the same names leaves the old bytes readable', async () => {
  const lake = await openTestLake({ path: folder });
  const before = await commit(lake, first, 'run-1');
  const seen = await contents(lake);
  const shorter = { ...first, chunks: first.chunks.slice(0, 4), letters: first.letters };
  await commit(lake, shorter, 'run-2', 'mapping-2');
  expect(await contents(lake)).not.toEqual(seen);
  expect(await contents(lake, before.committedAt)).toEqual(seen);
  expect(await problemsOf(lake)).toEqual([]);
});

test('an instant that is none, and a run that committed nothing, are refused with what to write', async () => {
  const lake = await openTestLake({ path: folder });
  await ingest(lake, first);
  await expect(all(lake.files({ asOf: 'yesterday' }))).rejects.toMatchObject({
    code: 'AS_OF_UNKNOWN',
    message: expect.stringContaining('2026-04-01T00:00:00Z'),
  });
  await expect(lake.prune?.('2026-13-01')).rejects.toMatchObject({ code: 'INSTANT_INVALID' });
});

test('a prune forgets what was superseded before, and nothing else', async () => {
  const lake = await openTestLake({ path: folder });
  const one = await commit(lake, first, 'run-1');
  const two = await commit(lake, second, 'run-2');
  const three = await commit(lake, first, 'run-3');
  const now = await contents(lake);
  const then = await contents(lake, two.committedAt);
  expect(await lake.prune?.(two.committedAt)).toEqual({ files: 0, bytes: 0 });
  const pruned = await lake.prune?.(three.committedAt);
  expect(pruned?.files).toBe(one.files.length + one.deadLetters.length);
  expect(await contents(lake)).toEqual(now);
  expect(await contents(lake, two.committedAt)).toEqual(then);
  await expect(contents(lake, one.committedAt)).rejects.toMatchObject({
    code: 'SINK_HISTORY_MISSING',
    message: expect.stringContaining('were pruned'),
  });
  expect(await problemsOf(lake)).toEqual([]);
  await lake.prune?.('2100-01-01');
  expect(readdirSync(join(folder, '_history'))).toEqual(['pruned-before.txt']);
  expect(await contents(lake)).toEqual(now);
  expect(await problemsOf(lake)).toEqual([]);
});

test('a prune killed anywhere is finished by the next one, and what it left is told until then', async () => {
  for (const step of ['prune:marked', 'prune:remove']) {
    const path = join(folder, step.replace(':', '-'));
    const lake = await openTestLake({ path });
    for (const doc of [first, second, first]) await commit(lake, doc, 'run-1');
    const dying = await openTestLake(
      { path },
      {
        step(name) {
          if (name === step) throw new Error('killed');
        },
      },
    );
    await expect(dying.prune?.('2100-01-01')).rejects.toThrow('killed');
    expect(await problemsOf(lake)).toEqual([]);
    await lake.prune?.('2000-01-01');
    expect(readdirSync(join(path, '_history'))).toEqual(['pruned-before.txt']);
    expect(await problemsOf(lake)).toEqual([]);
  }
});

test('commits stay in order when the clock is set back, and somebody is told', async () => {
  const context = testContext();
  let wall = Date.UTC(2026, 3, 1);
  const lake = await openTestLake({ path: folder }, {}, { ...context, clock: { ...context.clock, wall: () => wall } });
  const one = await commit(lake, first, 'run-1');
  wall -= 86_400_000;
  const two = await commit(lake, other, 'run-2');
  const three = await commit(lake, second, 'run-3');
  expect([one, two, three].map(({ committedAt }) => committedAt)).toEqual([
    '2026-04-01T00:00:00.000Z',
    '2026-04-01T00:00:00.001Z',
    '2026-04-01T00:00:00.002Z',
  ]);
  expect(context.warnings).toEqual(['lake.clock-behind', 'lake.clock-behind']);
  rmSync(join(folder, '_ledger', 'last-commit.txt'));
  const four = await commit(lake, first, 'run-4');
  expect(four.committedAt).toBe('2026-04-01T00:00:00.003Z');
});
