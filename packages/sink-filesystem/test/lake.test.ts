import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '@ledgerline/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import filesystem, { filesystem as named } from '../src/index.ts';
import { all, document, draftOf, identityOf, ingest, key, letter, openTestLake, partition } from './world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lake-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const doc = document('first', 10, ['DE', 'FR', 'US']);
const bytes = (text: string) => new TextEncoder().encode(text);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();
}

describe('a lake on a disk', () => {
  test('is a sink by default export and by name', () => {
    expect(filesystem).toBe(named);
    expect(filesystem).toMatchObject({ kind: 'sink', name: 'filesystem' });
  });

  test('gives back rows, dead letters and the manifest', async () => {
    const lake = await openTestLake({ path: folder });
    await ingest(lake, doc);
    const rows = new Map<string, string>();
    for (const chunk of doc.chunks) rows.set(chunk.territory, (rows.get(chunk.territory) ?? '') + chunk.text);
    const files = await all(lake.files());
    expect(files.map(({ path }) => path)).toEqual(
      ['DE', 'FR', 'US'].map(
        (territory) =>
          `dsp=spotify/territory=${territory}/period=2026-03/54086ba6-${doc.revision.slice(0, 12)}-0000.ndjson`,
      ),
    );
    for (const file of files) {
      const data = readFileSync(file.absolutePath);
      expect(data.toString()).toBe(rows.get(file.partition?.territory ?? ''));
      expect(file).toMatchObject({ bytes: data.length, sha256: sha256(data), partition: { dsp: 'spotify' } });
    }
    expect(await all(lake.deadLetters())).toEqual([letter(1), letter(10)]);
    expect(await all(lake.deadLetters(key))).toHaveLength(2);
    expect(await all(lake.deadLetters({ ...key, feed: 'other' }))).toEqual([]);
    const manifest = await lake.current(key);
    expect(manifest).toMatchObject({ ...draftOf(doc), sequence: 1, manifestVersion: 1 });
    expect(manifest).not.toHaveProperty('staging');
    expect(manifest?.files.reduce((sum, file) => sum + file.rows, 0)).toBe(manifest?.counts.accepted);
    expect(await lake.current({ ...key, feed: 'other' })).toBeUndefined();
  });

  test('keeps everything that is not data under names that begin with an underscore', async () => {
    const lake = await openTestLake({ path: folder });
    await ingest(lake, doc);
    const names = readdirSync(folder).sort();
    expect(names).toEqual(['_dead-letters', '_ledger', '_lock.sqlite', '_locks', '_staging', 'dsp=spotify']);
    expect(readdirSync(join(folder, '_staging'))).toEqual([]);
    expect(filesBelow(join(folder, '_dead-letters'))).toEqual([
      `dsp=spotify/54086ba6-${doc.revision.slice(0, 12)}-0000.ndjson`,
    ]);
  });

  test('replaces the files of a revision by those of the next and keeps its manifest', async () => {
    const lake = await openTestLake({ path: folder });
    const next = document('second', 4, ['DE', 'JP']);
    await ingest(lake, doc);
    await ingest(lake, next);
    const files = await all(lake.files());
    expect(filesBelow(folder).filter((path) => path.startsWith('dsp='))).toEqual(files.map(({ path }) => path));
    expect(readdirSync(join(folder, 'dsp=spotify'))).toEqual(['territory=DE', 'territory=JP']);
    const history = await all(lake.manifests({ history: true }));
    expect(history.map(({ sequence, revision }) => [sequence, revision])).toEqual([
      [1, doc.revision],
      [2, next.revision],
    ]);
    expect(await lake.current(key)).toMatchObject({ sequence: 2, supersedes: doc.revision });
    expect(await all(lake.manifests())).toHaveLength(1);
    expect(await all(lake.deadLetters())).toEqual([letter(1), letter(4)]);
  });

  test('replaces a revision by itself when its mapping changed, under the same names', async () => {
    const lake = await openTestLake({ path: folder });
    await ingest(lake, doc);
    const transaction = await lake.begin({ ...identityOf(doc), fingerprint: 'mapping-2' });
    transaction.append(partition('DE'), bytes('{"mapped":"again"}\n'), 1);
    await transaction.commit(draftOf(doc));
    const files = await all(lake.files());
    expect(files.map((file) => readFileSync(file.absolutePath, 'utf8'))).toEqual(['{"mapped":"again"}\n']);
    expect(filesBelow(folder).filter((path) => path.startsWith('dsp='))).toHaveLength(1);
  });

  test('commits a report without rows as a manifest without files', async () => {
    const lake = await openTestLake({ path: folder });
    const transaction = await lake.begin(identityOf(doc));
    const manifest: Manifest = await transaction.commit({ ...draftOf(doc), verdict: 'empty' });
    expect(manifest).toMatchObject({ files: [], deadLetters: [], verdict: 'empty' });
    expect(await lake.current(key)).toEqual(manifest);
  });

  test('orders manifests by report and files by path', async () => {
    const lake = await openTestLake({ path: folder });
    for (const feed of ['streams', 'adverts', 'sales'])
      await ingest(lake, document(feed, 3, ['US', 'DE'], { ...key, feed }));
    const feeds = (await all(lake.manifests())).map(({ report }) => report.feed);
    expect(feeds).toEqual(['adverts', 'sales', 'streams']);
    const paths = (await all(lake.files())).map(({ path }) => path);
    expect(paths).toEqual([...paths].sort());
    expect(paths).toHaveLength(6);
  });

  test('percent-encodes partition values that a path could misread', async () => {
    const lake = await openTestLake({ path: folder });
    const transaction = await lake.begin(identityOf(doc));
    transaction.append({ dsp: 'a/b', territory: '..', period: '' }, bytes('{}\n'), 1);
    const { files } = await transaction.commit(draftOf(doc));
    expect(files[0]?.path).toMatch(/^dsp=a%2Fb\/territory=\.\.\/period=__HIVE_DEFAULT_PARTITION__\/[^/]+$/);
  });
});
