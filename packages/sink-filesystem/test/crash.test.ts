import { beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../src/config.ts';
import type { StepName } from '../src/steps.ts';
import { MemoryDisk } from './memory-disk.ts';
import { staging } from './step-orders.ts';
import { document, ingest, leftovers, MemoryLocks, openTestLake, problemsOf, published, visible } from './world.ts';

class Killed extends Error {}

const first = document('first', 10, ['DE', 'FR', 'US']);
const second = document('second', 7, ['DE', 'JP']);

const steps: readonly StepName[] = [...staging, 'supersede:remove'];

/** Runs both revisions; dies at the n-th occurrence of a step and starts again, as often as it takes. */
async function runDyingAt(config: Config, step: StepName, occurrence: number) {
  const disk = new MemoryDisk();
  const seen = new Set<string>();
  let count = 0;
  let deaths = 0;
  for (const doc of [first, second]) {
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
        const current = await lake.current(doc.report);
        if (current?.revision !== doc.revision) await ingest(lake, doc);
        done = true;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        deaths += 1;
      }
      seen.add(await visible(disk, '/lake'));
    }
  }
  return { disk, seen, deaths };
}

describe.each([
  { path: '/lake', maxPartRows: 4 },
  { path: '/lake', maxPartRows: 4, compress: 'gz' as const },
])('a lake whose process dies (%o)', (config) => {
  let expected = '';
  let states: ReadonlySet<string> = new Set();

  beforeAll(async () => {
    const undisturbed = await runDyingAt(config, 'begin', 0);
    expected = published(undisturbed.disk.contents(), '/lake');
    states = new Set(['', ...undisturbed.seen]);
    expect(states.size).toBe(3);
  });

  test.each(steps)('at %s, at any occurrence, ends with the same bytes and never shows half a report', async (step) => {
    for (let occurrence = 1; ; occurrence += 1) {
      const { disk, seen, deaths } = await runDyingAt(config, step, occurrence);
      for (const state of seen) expect(states).toContain(state);
      expect(published(disk.contents(), '/lake')).toBe(expected);
      expect(leftovers(disk, '/lake')).toEqual([]);
      expect(await problemsOf(await openTestLake(config, { fs: disk, locks: new MemoryLocks() }))).toEqual([]);
      if (deaths === 0) {
        expect(occurrence).toBeGreaterThan(1);
        return;
      }
    }
  });
});
