import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, type OpenSink, reportId } from '@ledgerline/core';

/** One report as it is committed. */
export interface Committed {
  readonly manifest: Manifest;
  /** Everything about it that must not depend on what went wrong on the way: rows, dead letters, counts, totals. */
  readonly content: string;
}

/** What is committed, by report. */
export type Lake = ReadonlyMap<string, Committed>;

/**
 * Reads a lake with the bytes of its files, not with what manifests say about them.
 *
 * Errors: an Error when a committed file is not what was committed, or a file is there twice.
 */
export async function readLake(sink: OpenSink, folder: string): Promise<Lake> {
  const digests = new Map<string, string>();
  for await (const { path, absolutePath, sha256 } of sink.files()) {
    const digest = digestOf(absolutePath);
    if (digest !== sha256) throw new Error(`${path} holds other bytes than were committed`);
    if (digests.has(path)) throw new Error(`${path} is in force twice`);
    digests.set(path, digest);
  }
  const lake = new Map<string, Committed>();
  for await (const manifest of sink.manifests()) {
    const id = reportId(manifest.report);
    if (lake.has(id)) throw new Error(`${id} is in force twice`);
    const files = manifest.files.map(({ path, rows }) => [path, rows, digests.get(path) ?? 'lost']);
    const letters = manifest.deadLetters.map(({ path, rows }) => [path, rows, digestOf(join(folder, path))]);
    const { revision, verdict, counts, totals, rejectedTotals, skippedBy, rejectedBy } = manifest;
    const facts = { revision, verdict, counts, totals, rejectedTotals, skippedBy, rejectedBy };
    lake.set(id, { manifest, content: JSON.stringify({ files, letters, ...facts }) });
  }
  return lake;
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
