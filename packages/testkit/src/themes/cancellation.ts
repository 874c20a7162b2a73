import assert from 'node:assert/strict';
import type { Theme } from '../check.ts';
import type { ConnectorKit } from '../connector-kit.ts';
import { drive, settlesAtOnce } from '../world/drive.ts';
import { outcomesOf } from '../world/honesty.ts';
import type { World } from '../world/world.ts';

/** Stops at a request; gives what is still held after everything has settled. */
async function stopAt(world: World, nth: number, hang: boolean): Promise<void> {
  const what = `stopped ${hang ? 'while waiting for the answer to' : 'at'} request ${nth}`;
  const stop = new AbortController();
  const reached = Promise.withResolvers<void>();
  let sent = 0;
  world.wire.onRequest = () => {
    sent += 1;
    if (sent === nth) reached.resolve();
    if (sent === nth && !hang) stop.abort();
  };
  if (hang) world.wire.faults.add({ nth }, { kind: 'hang' });
  const work = world.start({ signal: stop.signal });
  await drive(world.clock, world.wire, Promise.race([work, reached.promise]));
  stop.abort();
  const settled = await settlesAtOnce(world.wire, work);
  if (!settled) await drive(world.clock, world.wire, work);
  assert.ok(settled, `${what}: it went on until time had passed`);
  const { summary } = await work;
  assert.ok(summary.cancelled, `${what}: the summary does not say so`);
  for (const { error } of Object.values(summary.pipelines)) {
    assert.ok(error === undefined || error.code === 'CANCELLED', `${what}: ended with ${error?.code}`);
  }
  const others = outcomesOf(summary).filter(({ effect, code }) => effect === 'none' && code !== 'CANCELLED');
  assert.deepEqual(others, [], `${what}: reports ended otherwise than by a CancelledError`);
  assert.equal(world.wire.openBodies, 0, `${what}: bodies are still open`);
  assert.equal(world.clock.pending, 0, `${what}: timers are still armed`);
  assert.deepEqual([...world.texts('.ledgerline/spool').keys()], [], `${what}: staging files were left`);
  const loud = world.logLines.filter((line) => line.includes('"level":"error"'));
  assert.deepEqual(loud, [], `${what}: a stop on request is no error in any log`);
}

export const cancellationTheme: Theme<ConnectorKit> = (kit) =>
  [false, true].map((hang) => ({
    id: hang ? 'cancellation/waiting' : 'cancellation/request',
    title: hang
      ? 'a stop while an answer is awaited takes no time and leaves nothing open'
      : 'a stop at any request takes no time and leaves nothing open',
    run: async () => {
      for (const nth of kit.sampled((await kit.quiet()).requests.length, 8)) {
        await kit.inWorld((world) => stopAt(world, nth, hang));
      }
    },
  }));
