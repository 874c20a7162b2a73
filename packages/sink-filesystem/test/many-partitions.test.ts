import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFileSystem } from '../src/node-fs-system.ts';
import { document, draftOf, identityOf, observed, openTestLake, partition, problemsOf } from './world.ts';

/** A hundred thousand in the deep suite; territories beyond ISO's 250 come from a broken report, and must not break more than it. */
const territories = process.env.LEDGERLINE_DEEP === undefined ? 5000 : 100_000;
/** Measured 4.9 kB a partition with a hundred thousand, most of it their lines in the manifest. Units: bytes. */
const maxBytesPerPartition = 6500;
/** What the process grows by whatever it does. Units: bytes. */
const fixedBytes = 96 * 1024 * 1024;

let folder = '';
beforeEach(() => {
  // Waiting for a device is not what is measured here.
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'lake-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }), 300_000);

test('any number of partitions needs no more than the open files it was given, and little memory for each', {
  timeout: 900_000,
}, async () => {
  const open = new Set<number>();
  let mostOpen = 0;
  const counting = {
    ...nodeFileSystem,
    sync: async () => undefined,
    syncDirectory: async () => undefined,
    openAppend(path: string) {
      const handle = nodeFileSystem.openAppend(path);
      open.add(handle.fd);
      mostOpen = Math.max(mostOpen, open.size);
      return handle;
    },
  };
  const fs = observed(counting, (operation, [handle]) => {
    if (operation === 'close') open.delete((handle as { readonly fd: number }).fd);
  });
  const lake = await openTestLake({ path: folder, maxOpenFiles: 64 }, { fs });
  const doc = document('wide', 1, ['DE']);
  const transaction = await lake.begin(identityOf(doc));
  const before = process.memoryUsage().rss;
  let mostBytes = 0;
  const totals = [];
  for (let at = 0; at < territories; at += 1) {
    const item = { territory: `T${at}`, period: '2026-03', saleType: 'stream', units: '1' };
    const { territory, period, saleType } = item;
    totals.push({ territory, period, saleType, rows: 2, units: '2' });
    const row = new TextEncoder().encode(`${JSON.stringify(item)}\n`);
    transaction.append(partition(territory), row, 1);
    transaction.append(partition(territory), row, 1);
    if (at % 1000 === 0) mostBytes = Math.max(mostBytes, process.memoryUsage().rss - before);
  }
  await transaction.checkpoint(1);
  const rows = territories * 2;
  const counts = { read: rows, accepted: rows, rejected: 0, skipped: 0 };
  const manifest = await transaction.commit({ ...draftOf(doc), counts, totals });
  mostBytes = Math.max(mostBytes, process.memoryUsage().rss - before);
  expect(manifest.files).toHaveLength(territories);
  expect(manifest.files.every((file) => file.rows === 2)).toBe(true);
  // Besides those, flushing opens up to eight at once that had to make room.
  expect(mostOpen).toBeLessThanOrEqual(64 + 8);
  expect(open.size).toBe(0);
  expect(mostBytes).toBeLessThan(fixedBytes + territories * maxBytesPerPartition);
  expect(await problemsOf(lake)).toEqual([]);
});

test('more partitions than a report can have are refused, naming the likely cause, and nothing is committed', async () => {
  const lake = await openTestLake({ path: folder, maxPartitions: 3 });
  const doc = document('wide', 1, ['DE']);
  const transaction = await lake.begin(identityOf(doc));
  const row = new TextEncoder().encode('{"units":"1"}\n');
  for (const territory of ['A', 'B', 'C', 'A']) transaction.append(partition(territory), row, 1);
  await transaction.checkpoint(1);
  await transaction.suspend();
  const resumed = await lake.begin(identityOf(doc));
  resumed.append(partition('B'), row, 1);
  expect(() => resumed.append(partition('D'), row, 1)).toThrow(
    expect.objectContaining({
      code: 'SINK_TOO_MANY_PARTITIONS',
      disposition: 'abort',
      message: expect.stringContaining('raise maxPartitions'),
    }),
  );
  await resumed.abandon();
  expect(await lake.current(doc.report)).toBeUndefined();
});
