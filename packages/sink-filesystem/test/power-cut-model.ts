import { createHash } from 'node:crypto';
import type { Config } from '../src/config.ts';
import { MemoryDisk } from './memory-disk.ts';
import {
  type Document,
  ingest,
  leftovers,
  MemoryLocks,
  observed,
  openTestLake,
  problemsOf,
  published,
  textOf,
  visible,
} from './world.ts';

/** Numbers in [0, 1) that depend on the seed alone. */
export function drawFrom(seed: string): () => number {
  let count = 0;
  return () => {
    count += 1;
    return createHash('sha256').update(`${seed}:${count}`).digest().readUInt32BE() / 2 ** 32;
  };
}

/** What a power cut keeps of the unflushed; `at` is the number of the operation before which it comes. */
export interface Cut {
  readonly what: string;
  readonly draw: (at: number) => () => number;
}

export function cuts(seeds: readonly number[]): readonly Cut[] {
  return [
    { what: 'loses everything that was not flushed', draw: () => () => 0 },
    { what: 'keeps all names, with zeros for bytes that were not flushed', draw: () => () => 0.5 },
    { what: 'keeps everything', draw: () => () => 0.99 },
    ...seeds.map((seed) => ({
      what: `keeps any of it (seed ${seed})`,
      draw: (at: number) => drawFrom(`${seed}/${at}`),
    })),
  ];
}

/** All of a disk: its directories, its files and their bytes. */
function wholeOf(disk: MemoryDisk, path = ''): string {
  const names = [...(disk.list(path) ?? [])].sort((left, right) => (left.name < right.name ? -1 : 1));
  const below = names.map(({ name, directory }) =>
    directory ? wholeOf(disk, `${path}/${name}`) : `${path}/${name} ${textOf(disk, `${path}/${name}`)}`,
  );
  return [`${path}/`, ...below].join('\n');
}

/**
 * Commits documents one after the other and cuts the power before every operation; answers how often, and what was not as it has to be.
 *
 * Many operations only read, so that cuts before and after them leave the same disk: one of those is judged for all.
 */
export async function cutEverywhere(
  config: Config,
  docs: readonly Document[],
  { draw }: Cut,
): Promise<{ cases: number; violations: string[] }> {
  const root = config.path;
  const disk = new MemoryDisk();
  const after: { disk: MemoryDisk; committed: number }[] = [];
  let committed = 0;
  const watched = observed(disk, () => after.push({ disk: disk.powerCut(draw(after.length)), committed }));
  const states: string[] = [''];
  for (const doc of docs) {
    await ingest(await openTestLake(config, { fs: watched, locks: new MemoryLocks() }), doc);
    committed += 1;
    states.push(await visible(disk, root));
  }
  const expected = published(disk.contents(), root);
  const violations: string[] = [];
  const judged = new Set<string>();
  for (const [at, cut] of after.entries()) {
    const left = `${cut.committed} ${wholeOf(cut.disk)}`;
    if (judged.has(left)) continue;
    judged.add(left);
    const must = (holds: boolean, what: string) => void (holds || violations.push(`operation ${at}: ${what}`));
    const seen = await visible(cut.disk, root);
    const state = states.indexOf(seen);
    must(state >= cut.committed, 'neither the old nor the new state is seen');
    const lake = await openTestLake(config, { fs: cut.disk, locks: new MemoryLocks() });
    must((await visible(cut.disk, root)) === seen, 'opening the lake changed what is seen');
    for (const problem of await problemsOf(lake)) must(problem.startsWith('STAGING_'), problem);
    for (const doc of docs.slice(Math.max(0, state))) await ingest(lake, doc);
    must(published(cut.disk.contents(), root) === expected, 'the next run ended with other bytes');
    must(leftovers(cut.disk, root).length === 0, 'staging is left');
    for (const problem of await problemsOf(lake)) must(false, problem);
  }
  return { cases: after.length, violations };
}
