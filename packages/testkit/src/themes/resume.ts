import assert from 'node:assert/strict';
import type { RunEvent } from '@ledgerline/core';
import type { Theme } from '../check.ts';
import { type ConnectorKit, manyRows } from '../connector-kit.ts';
import { complaints } from '../world/honesty.ts';
import { sampled } from '../world/sampled.ts';
import { stopAtRequest } from '../world/stop-at.ts';
import type { World } from '../world/world.ts';

/** Stops a run at its nth progress event, runs again, and gives the row at which each sync of that second run began. */
async function resumedAfter(kit: ConnectorKit, nth: number): Promise<readonly number[]> {
  const scenario = async (world: World): Promise<readonly number[]> => {
    const stop = new AbortController();
    let seen = 0;
    const onEvent = ({ type }: RunEvent): void => {
      if (type !== 'sync.progress') return;
      seen += 1;
      if (seen === nth) stop.abort();
    };
    await world.run({ signal: stop.signal, onEvent });
    const again = await world.run();
    const began = again.events.flatMap((event) => (event.type === 'sync.started' ? [event.resumedAt] : []));
    const { told } = await kit.honest(world, again, `stopped after batch ${nth} and run again`);
    assert.deepEqual(told, [], `stopped after batch ${nth}: the next run did not finish; ${complaints(again.summary)}`);
    return began;
  };
  return kit.inWorld(scenario, { rows: manyRows });
}

export const resumeTheme: Theme<ConnectorKit> = (kit) => [
  {
    id: 'resume/checkpoint',
    title: 'a run stopped after any checkpoint goes on behind it, without a gap or a row twice',
    run: async () => {
      const { report } = await kit.quiet(manyRows);
      const batches = report.events.filter(({ type }) => type === 'sync.progress').length;
      assert.ok(batches > 2, `with ${manyRows} rows asked for, a quiet day has only ${batches} batches`);
      const began: number[] = [];
      for (const nth of sampled(batches, 6)) {
        began.push(...(await resumedAfter(kit, nth)));
        // Documents are largest here, so that one sync that went on is enough where it is not to be thorough.
        if (!kit.thorough && began.some((row) => row > 0)) break;
      }
      assert.ok(
        began.some((row) => row > 0),
        'no sync went on from a checkpoint; all began anew',
      );
    },
  },
  {
    id: 'resume/request',
    title: 'a run stopped at any request loses nothing: the next one ends where a quiet day does',
    run: async () => {
      const { requests } = await kit.quiet();
      for (const nth of kit.sampled(requests.length, 8)) {
        await kit.inWorld(async (world) => {
          const report = await world.run({ signal: stopAtRequest(world, nth) });
          world.wire.onRequest = undefined;
          await kit.honest(world, report, `stopped at request ${nth}`);
          await kit.converges(world, `stopped at request ${nth}`);
        });
      }
    },
  },
];
