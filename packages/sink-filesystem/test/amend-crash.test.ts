import { beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../src/config.ts';
import { type StepName, stepNames } from '../src/steps.ts';
import { discardRest, openAmendment, replayFirst } from './amendments.ts';
import { MemoryDisk } from './memory-disk.ts';
import {
  all,
  document,
  ingest,
  key,
  type Lake,
  leftovers,
  MemoryLocks,
  openTestLake,
  problemsOf,
  published,
  visible,
} from './world.ts';

class Killed extends Error {}

const first = document('first', 10, ['DE', 'FR', 'US']);
const second = document('second', 7, ['DE', 'JP']);

/** Each brings the report to the sequence of its place. */
const deeds: readonly ((lake: Lake) => Promise<void>)[] = [
  (lake) => ingest(lake, first),
  (lake) => replayFirst(lake, first),
  (lake) => discardRest(lake, first),
  (lake) => ingest(lake, second),
];

/** Those that nothing here comes to. */
const elsewhere: readonly StepName[] = ['suspend', 'abandon', 'prune:marked', 'prune:remove', 'supersede:keep'];
const everyStep = stepNames.filter((step) => !elsewhere.includes(step));

/** Where packed files differ from plain ones: they are sealed, and merged whole. */
const packing: readonly StepName[] = [
  'append',
  'checkpoint:before-record',
  'commit:sealed-part',
  'amend:merged',
  'publish:part',
];
const deep = process.env.LEDGERLINE_DEEP !== undefined;

/** Does everything; dies at the n-th occurrence of a step and starts again. */
async function runDyingAt(config: Config, step: StepName, occurrence: number) {
  const disk = new MemoryDisk();
  const seen = new Set<string>();
  let count = 0;
  let deaths = 0;
  for (const [index, deed] of deeds.entries()) {
    for (let done = false; !done; ) {
      const seams = {
        fs: disk,
        locks: new MemoryLocks(),
        step(name: StepName) {
          if (name !== step) return;
          count += 1;
          if (count === occurrence) throw new Killed();
        },
      };
      try {
        const lake = await openTestLake(config, seams);
        if (((await lake.current(key))?.sequence ?? 0) <= index) await deed(lake);
        done = true;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        deaths += 1;
      }
      seen.add(await visible(disk, '/lake'));
    }
  }
  const lake = await openTestLake(config, { fs: disk, locks: new MemoryLocks() });
  // The rows of these documents are no line items, so that sums are not compared.
  const problems = (await problemsOf(lake)).filter((problem) => !problem.startsWith('TOTALS_DIFFER'));
  return { disk, seen, deaths, problems };
}

describe.each([
  { config: { path: '/lake', maxPartRows: 4 }, steps: everyStep },
  { config: { path: '/lake', maxPartRows: 4, compress: 'gz' as const }, steps: deep ? everyStep : packing },
])('a lake that is amended by a process that dies ($config)', ({ config, steps }) => {
  let expected = '';
  let states: ReadonlySet<string> = new Set();

  beforeAll(async () => {
    const undisturbed = await runDyingAt(config, 'begin', 0);
    expected = published(undisturbed.disk.contents(), '/lake');
    states = new Set(['', ...undisturbed.seen]);
    expect(states.size).toBe(5);
  });

  test.each(steps)('at %s, at any occurrence, has all of an amendment or nothing of it', async (step) => {
    for (let occurrence = 1; ; occurrence += 1) {
      const { disk, seen, deaths, problems } = await runDyingAt(config, step, occurrence);
      for (const state of seen) expect(states).toContain(state);
      expect(published(disk.contents(), '/lake')).toBe(expected);
      expect(leftovers(disk, '/lake')).toEqual([]);
      expect(problems).toEqual([]);
      if (deaths === 0) {
        expect(occurrence).toBeGreaterThan(1);
        return;
      }
    }
  });
});

async function lakeWith(...done: readonly ((lake: Lake) => Promise<void>)[]): Promise<Lake> {
  const lake = await openTestLake(
    { path: '/lake', maxPartRows: 4 },
    { fs: new MemoryDisk(), locks: new MemoryLocks() },
  );
  for (const deed of done) await deed(lake);
  return lake;
}

test('an amendment keeps every file of its revision, adds its rows and settles letters', async () => {
  const lake = await lakeWith(deeds[0]!);
  const before = await all(lake.files());
  await deeds[1]!(lake);
  const after = await all(lake.files());
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after.length).toBe(before.length + 2);
  expect(await all(lake.deadLetters())).toEqual(first.letters.slice(1));
  expect(await all(lake.deadLetters(key, { resolved: true }))).toMatchObject([
    { id: 'id-10' },
    { id: 'id-1', resolution: { kind: 'replayed' } },
  ]);
  const [one, two] = await all(lake.manifests({ history: true }));
  expect([one?.revision, two?.supersedes]).toEqual([two?.revision, undefined]);
});

test('the state before an amendment is still there to be asked for', async () => {
  const lake = await lakeWith(deeds[0]!);
  const before = await all(lake.files());
  const { committedAt = '' } = (await lake.current(key)) ?? {};
  for (const deed of deeds.slice(1)) await deed(lake);
  const files = await all(lake.files({ asOf: committedAt }));
  expect(files.map(({ path }) => path)).toEqual(before.map(({ path }) => path));
});

test('an amendment of a sequence that is no longer in force is refused', async () => {
  const lake = await lakeWith(deeds[0]!, deeds[1]!);
  await expect(openAmendment(lake, 1)).rejects.toMatchObject({ code: 'SINK_BUSY' });
  await (await lake.begin({ report: key, fingerprint: 'f' })).abandon();
});

test('nobody stages a report while it is amended', async () => {
  const lake = await lakeWith(deeds[0]!);
  const amendment = await openAmendment(lake, 1);
  await expect(ingest(lake, second)).rejects.toMatchObject({ code: 'SINK_BUSY' });
  await expect(openAmendment(lake, 1)).rejects.toMatchObject({ code: 'SINK_BUSY' });
  await amendment.abandon();
  await ingest(lake, second);
});
