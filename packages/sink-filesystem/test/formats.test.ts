import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryDisk } from './memory-disk.ts';
import {
  all,
  document,
  draftOf,
  identityOf,
  ingest,
  MemoryLocks,
  openTestLake,
  partition,
  published,
} from './world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lake-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const doc = document('first', 10, ['DE', 'FR', 'US']);
const bytes = (text: string) => new TextEncoder().encode(text);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

describe('files are the same whatever happened on the way', () => {
  const chunks = Array.from({ length: 40 }, (_, at) => `{"line":${at}}\n`);

  async function lakeFrom(config: object, sizes: number, checkpointEvery: number, suspendAt?: number) {
    const disk = new MemoryDisk();
    const seams = { fs: disk, locks: new MemoryLocks() };
    const lake = await openTestLake({ path: '/lake', maxPartRows: 7, ...config }, seams);
    let transaction = await lake.begin(identityOf(doc));
    for (let at = 0; at < chunks.length; at += sizes) {
      const rows = chunks.slice(at, at + sizes);
      transaction.append(partition('DE'), bytes(rows.join('')), rows.length);
      if (at % checkpointEvery === 0) await transaction.checkpoint(at + sizes);
      if (suspendAt === at) {
        await transaction.suspend();
        transaction = await lake.begin(identityOf(doc));
        expect(transaction.resumed).toBe(at + sizes);
      }
    }
    await transaction.commit(draftOf(doc, `run-${sizes}`));
    return published(disk.contents(), '/lake');
  }

  test.each([{ compress: 'none' as const }, { compress: 'gz' as const }])('with %o', async (config) => {
    const once = await lakeFrom(config, 40, 1000);
    expect(once.match(/-000\d\.ndjson/g)).toHaveLength(6);
    expect(await lakeFrom(config, 1, 4)).toBe(once);
    expect(await lakeFrom(config, 5, 10, 10)).toBe(once);
    expect(await lakeFrom(config, 8, 8, 16)).toBe(once);
  });
});

describe('formats', () => {
  test('csv files begin with the header, and split between rows only', async () => {
    const lake = await openTestLake({ path: folder, format: 'csv', maxPartRows: 2 });
    expect(lake.encoding).toBe('csv');
    const transaction = await lake.begin({ ...identityOf(doc), header: 'isrc,title\n' });
    transaction.append(partition('DE'), bytes('a,"one\n""two"""\nb,x\nc,"three\n\n"\n'), 3);
    await transaction.commit(draftOf(doc));
    const files = await all(lake.files());
    expect(files.map((file) => [file.rows, readFileSync(file.absolutePath, 'utf8')])).toEqual([
      [2, 'isrc,title\na,"one\n""two"""\nb,x\n'],
      [1, 'isrc,title\nc,"three\n\n"\n'],
    ]);
    expect(files[0]?.path).toMatch(/-0000\.csv$/);
  });

  test.each(['ndjson', 'csv'] as const)('gz files of %s unpack to the rows and name no time', async (format) => {
    const lake = await openTestLake({ path: folder, format, compress: 'gz' });
    await ingest(lake, document('big', 9, ['DE']));
    const [file] = await all(lake.files());
    const data = readFileSync(file?.absolutePath ?? '');
    expect(file).toMatchObject({ bytes: data.length, sha256: sha256(data) });
    expect(file?.path.endsWith(`.${format}.gz`)).toBe(true);
    expect([...data.subarray(4, 8), data[9]]).toEqual([0, 0, 0, 0, 255]);
    const expected = document('big', 9, ['DE']).chunks.map(({ text }) => text);
    expect(gunzipSync(data).toString()).toBe(expected.join(''));
    expect(await all(lake.deadLetters())).toHaveLength(2);
  });

  test('gz files larger than one member unpack whole', async () => {
    const lake = await openTestLake({ path: folder, compress: 'gz' });
    const row = `{"title":"${'x'.repeat(990)}"}\n`;
    const transaction = await lake.begin(identityOf(doc));
    for (let at = 0; at < 30; at += 1) transaction.append(partition('DE'), bytes(row.repeat(100)), 100);
    await transaction.commit(draftOf(doc));
    const [file] = await all(lake.files());
    expect(gunzipSync(readFileSync(file?.absolutePath ?? '')).length).toBe(row.length * 3000);
  });
});
