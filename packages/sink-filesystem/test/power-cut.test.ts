import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { MemoryDisk } from './memory-disk.ts';
import {
  document,
  identityOf,
  ingest,
  leftovers,
  MemoryLocks,
  observed,
  openTestLake,
  problemsOf,
  published,
  stage,
  visible,
} from './world.ts';

const config = { path: '/data/lake', maxPartRows: 4 };
const first = document('first', 8, ['DE', 'FR']);
const second = document('second', 7, ['DE', 'JP']);

/** Numbers in [0, 1) that depend on the seed alone. */
function drawFrom(seed: string): () => number {
  let count = 0;
  return () => {
    count += 1;
    return createHash('sha256').update(`${seed}:${count}`).digest().readUInt32BE() / 2 ** 32;
  };
}

const cuts: readonly { readonly what: string; readonly draw: (at: number) => () => number }[] = [
  { what: 'loses everything that was not flushed', draw: () => () => 0 },
  { what: 'keeps all names, with zeros for bytes that were not flushed', draw: () => () => 0.5 },
  { what: 'keeps everything', draw: () => () => 0.99 },
  ...[1, 2, 3, 4, 5, 6].map((seed) => ({
    what: `keeps any of it (seed ${seed})`,
    draw: (at: number) => drawFrom(`${seed}/${at}`),
  })),
];

test.each(cuts)('a power cut at any operation that $what leaves the old or the new state', async ({ draw }) => {
  const disk = new MemoryDisk();
  const after: { disk: MemoryDisk; committed: number }[] = [];
  let committed = 0;
  const watched = observed(disk, () => after.push({ disk: disk.powerCut(draw(after.length)), committed }));
  const states: string[] = [''];
  for (const doc of [first, second]) {
    const lake = await openTestLake(config, { fs: watched, locks: new MemoryLocks() });
    await ingest(lake, doc);
    committed += 1;
    states.push(await visible(disk, config.path));
  }
  const expected = published(disk.contents(), config.path);
  expect(after.length).toBeGreaterThan(200);
  for (const cut of after) {
    const seenFirst = await visible(cut.disk, config.path);
    expect(states.indexOf(seenFirst)).toBeGreaterThanOrEqual(cut.committed);
    const lake = await openTestLake(config, { fs: cut.disk, locks: new MemoryLocks() });
    expect(await visible(cut.disk, config.path)).toBe(seenFirst);
    if (seenFirst !== states[2]) {
      if (seenFirst === '') await ingest(lake, first);
      await ingest(lake, second);
    }
    expect(published(cut.disk.contents(), config.path)).toBe(expected);
    expect(leftovers(cut.disk, config.path)).toEqual([]);
    expect(await problemsOf(lake)).toEqual([]);
  }
});

test.each(cuts)('a checkpoint that was reached survives a power cut that $what', async ({ draw }) => {
  const disk = new MemoryDisk();
  const after: { disk: MemoryDisk; reached: number }[] = [];
  let reached = 0;
  const watched = observed(disk, () => after.push({ disk: disk.powerCut(draw(after.length)), reached }));
  const lake = await openTestLake(config, { fs: watched, locks: new MemoryLocks() });
  const transaction = await lake.begin(identityOf(first));
  const checkpoint = transaction.checkpoint.bind(transaction);
  transaction.checkpoint = async (state) => {
    await checkpoint(state);
    reached = Number(state);
  };
  await stage(transaction, first);
  await transaction.suspend();
  for (const cut of after) {
    const again = await openTestLake(config, { fs: cut.disk, locks: new MemoryLocks() });
    const { resumed } = await again.begin(identityOf(first));
    expect(Number(resumed ?? 0)).toBeGreaterThanOrEqual(cut.reached);
  }
  expect(reached).toBe(6);
});

test.each([
  ['commit:after-rename', 1],
  ['publish:part', 3],
  ['staging:remove', 1],
] as const)('a process killed at %s is made good for ever, whatever power cuts follow', async (step, occurrence) => {
  const disk = new MemoryDisk();
  let left: number = occurrence;
  const dying = {
    fs: disk,
    locks: new MemoryLocks(),
    step(name: string) {
      if (name === step && --left === 0) throw new Error('killed');
    },
  };
  await expect(ingest(await openTestLake(config, dying), first)).rejects.toThrow('killed');
  const state = await visible(disk, config.path);
  const after: { disk: MemoryDisk; recovered: boolean }[] = [];
  let recovered = false;
  const watched = observed(disk, () => {
    for (const draw of [() => 0, drawFrom(`recovery/${after.length}`)])
      after.push({ disk: disk.powerCut(draw), recovered });
  });
  const lake = await openTestLake(config, { fs: watched, locks: new MemoryLocks() });
  recovered = true;
  await lake.begin(identityOf(second));
  for (const cut of after) {
    const seen = await visible(cut.disk, config.path);
    expect(cut.recovered ? [state] : ['', state]).toContain(seen);
    await openTestLake(config, { fs: cut.disk, locks: new MemoryLocks() });
    expect(await visible(cut.disk, config.path)).toBe(seen);
  }
});
