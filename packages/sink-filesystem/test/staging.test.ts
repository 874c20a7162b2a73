import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryDisk } from './memory-disk.ts';
import {
  all,
  document,
  draftOf,
  identityOf,
  ingest,
  key,
  letter,
  MemoryLocks,
  openTestLake,
  partition,
  published,
  stage,
  testContext,
} from './world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lake-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const doc = document('first', 10, ['DE', 'FR', 'US']);
const bytes = (text: string) => new TextEncoder().encode(text);

describe('staging', () => {
  test('is resumed after a suspension, with the state of the last checkpoint and nothing after it', async () => {
    const lake = await openTestLake({ path: folder });
    const transaction = await lake.begin(identityOf(doc));
    transaction.append(partition('DE'), bytes('{"n":1}\n'), 1);
    await transaction.checkpoint({ cursor: 'after 1' });
    transaction.append(partition('DE'), bytes('{"n":2}\n'), 1);
    transaction.append(partition('FR'), bytes('{"n":3}\n'), 1);
    transaction.reject([letter(9)]);
    await lake.close();
    const again = await (await openTestLake({ path: folder })).begin(identityOf(doc));
    expect(again.resumed).toEqual({ cursor: 'after 1' });
    const manifest = await again.commit(draftOf(doc));
    expect(manifest.files.map(({ rows, bytes: size }) => [rows, size])).toEqual([[1, 8]]);
    expect(manifest.deadLetters).toEqual([]);
  });

  test.each([
    ['tag', { tag: 'other' }],
    ['fingerprint', { fingerprint: 'other' }],
  ])('of another %s is discarded', async (_what, change) => {
    const lake = await openTestLake({ path: folder });
    const transaction = await lake.begin(identityOf(doc));
    await stage(transaction, doc);
    await transaction.suspend();
    const other = await lake.begin({ ...identityOf(doc), ...change });
    expect(other.resumed).toBeUndefined();
    await other.suspend();
    expect((await lake.begin(identityOf(doc))).resumed).toBeUndefined();
    await lake.close();
  });

  test('is begun anew when its files do not bear out its checkpoint', async () => {
    const disk = new MemoryDisk();
    const lake = await openTestLake({ path: '/lake' }, { fs: disk, locks: new MemoryLocks() });
    const transaction = await lake.begin(identityOf(doc));
    await stage(transaction, doc);
    await transaction.suspend();
    const [staged] = [...disk.contents().keys()].filter((path) => path.includes('territory=FR'));
    disk.truncate(staged ?? '', 3);
    expect((await lake.begin(identityOf(doc))).resumed).toBeUndefined();
  });

  test('is gone after an abandonment, and the report is free again', async () => {
    const lake = await openTestLake({ path: folder });
    const transaction = await lake.begin(identityOf(doc));
    await stage(transaction, doc);
    await transaction.abandon();
    await transaction.abandon();
    expect(readdirSync(join(folder, '_staging'))).toEqual([]);
    expect(await all(lake.files())).toEqual([]);
    await ingest(lake, doc);
    expect(await lake.current(key)).toMatchObject({ sequence: 1 });
  });

  test('is not published when a part is not as long on disk as what was written to it', async () => {
    const disk = new MemoryDisk();
    const lake = await openTestLake({ path: '/lake' }, { fs: disk, locks: new MemoryLocks() });
    const transaction = await lake.begin(identityOf(doc));
    await stage(transaction, doc);
    const [staged] = [...disk.contents().keys()].filter((path) => path.includes('territory=FR'));
    disk.truncate(staged ?? '', 3);
    await expect(transaction.commit(draftOf(doc))).rejects.toMatchObject({ code: 'SINK_BYTES_DIFFER' });
    expect(await all(lake.manifests())).toEqual([]);
  });

  test('shows nothing to readers before the commit', async () => {
    const lake = await openTestLake({ path: folder });
    const transaction = await lake.begin(identityOf(doc));
    await stage(transaction, doc);
    const reader = await openTestLake({ path: folder });
    expect(await all(reader.files())).toEqual([]);
    expect(await all(reader.manifests({ history: true }))).toEqual([]);
    await transaction.commit(draftOf(doc));
    expect(await all(reader.files())).toHaveLength(3);
  });
});

test('a roll-forward that is repeated changes nothing', async () => {
  const disk = new MemoryDisk();
  const config = { path: '/lake' };
  let dead = false;
  const step = (name: string) => {
    if (name === 'staging:remove' && !dead) {
      dead = true;
      throw new Error('killed');
    }
  };
  await expect(ingest(await openTestLake(config, { fs: disk, locks: new MemoryLocks(), step }), doc)).rejects.toThrow(
    'killed',
  );
  const before = published(disk.contents(), '/lake');
  for (const _ of [1, 2]) {
    const context = testContext();
    await openTestLake(config, { fs: disk, locks: new MemoryLocks() }, context);
    expect(context.warnings).toEqual([]);
    expect(published(disk.contents(), '/lake')).toBe(before);
  }
});
