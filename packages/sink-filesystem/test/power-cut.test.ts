import { expect, test } from 'vitest';
import { MemoryDisk } from './memory-disk.ts';
import { cutEverywhere, cuts, drawFrom } from './power-cut-model.ts';
import { document, identityOf, ingest, MemoryLocks, observed, openTestLake, stage, visible } from './world.ts';

const config = { path: '/data/lake', maxPartRows: 4 };
const first = document('first', 8, ['DE', 'FR']);
const second = document('second', 7, ['DE', 'JP']);

const allCuts = cuts(process.env.LEDGERLINE_DEEP === undefined ? [1] : [1, 2, 3, 4, 5, 6]);

test.each(allCuts)('a power cut at any operation that $what leaves the old or the new state', async (cut) => {
  const { cases, violations } = await cutEverywhere(config, [first, second], cut);
  expect(violations).toEqual([]);
  expect(cases).toBeGreaterThan(200);
});

test.each(allCuts)('a checkpoint that was reached survives a power cut that $what', async ({ draw }) => {
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
