import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { dataFiles } from './lines-in.ts';

/** By partition the hash of its rows, with `feed` written in the place of the name of the feed they came by. */
async function rowsByPartition(lake: string, feed: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const path of await dataFiles(lake)) {
    const text = (await readFile(path, 'utf8')).replaceAll(`/${feed}/`, '/feed/').replaceAll(`"feed":"${feed}"`, '');
    const partition = relative(lake, dirname(path));
    found.set(partition, `${found.get(partition) ?? ''} ${createHash('sha256').update(text).digest('hex')}`);
  }
  return found;
}

/** Partitions of which two lakes of different feeds have other bytes, but for the names of the feeds. Memory: one file at a time. */
export async function differingPartitions(
  [left, leftFeed]: readonly [lake: string, feed: string],
  [right, rightFeed]: readonly [lake: string, feed: string],
): Promise<number> {
  const [ours, theirs] = await Promise.all([rowsByPartition(left, leftFeed), rowsByPartition(right, rightFeed)]);
  const partitions = new Set([...ours.keys(), ...theirs.keys()]);
  return [...partitions].filter((partition) => ours.get(partition) !== theirs.get(partition)).length;
}
