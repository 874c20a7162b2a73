import { expect, test } from 'vitest';
import { MemoryDisk } from './memory-disk.ts';
import { document, draftOf, identityOf, MemoryLocks, openTestLake, partition } from './world.ts';

test('three thousand partitions need no more than the open files they were given', async () => {
  const disk = new MemoryDisk();
  const lake = await openTestLake({ path: '/lake', maxOpenFiles: 64 }, { fs: disk, locks: new MemoryLocks() });
  const doc = document('wide', 1, ['DE']);
  const transaction = await lake.begin(identityOf(doc));
  const row = new TextEncoder().encode('{"units":"1"}\n');
  for (const round of [1, 2]) {
    for (let at = 0; at < 3000; at += 1) transaction.append(partition(`T${at}`), row, 1);
    await transaction.checkpoint(round);
  }
  const manifest = await transaction.commit(draftOf(doc));
  expect(manifest.files).toHaveLength(3000);
  expect(manifest.files.every(({ rows, bytes }) => rows === 2 && bytes === 2 * row.length)).toBe(true);
  // Besides those, flushing opens up to eight at once that had to make room.
  expect(disk.mostOpen).toBeLessThanOrEqual(64 + 8);
  expect(disk.openHandles).toBe(0);
});
