import { setImmediate as nextTurn, setTimeout as realPause } from 'node:timers/promises';
import type { VirtualClock } from '@ledgerline/core/runtime';
import type { Wire } from '../wire/wire.ts';

/** Turns of the event loop without anything under way after which the world is taken to be waiting for time to pass. */
const calmTurns = 4;

/**
 * Units: pauses of a millisecond or more without an event or a timer after which a pending promise counts as hanging; compression works unseen on
 * its own threads. They are counted, not timed: a fake that makes a large document holds everything up, and is no silence.
 */
const patiencePauses = 8000;

/** Units: ms of virtual time. A run that waits longer than this for anything waits forever. */
const longestRunMs = 400 * 86_400_000;

function isBusy(wire: Wire): boolean {
  return wire.moving > 0 || process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));
}

async function calm(wire: Wire): Promise<void> {
  for (let turns = 0; turns < calmTurns; ) {
    await nextTurn();
    turns = isBusy(wire) ? 0 : turns + 1;
  }
}

/**
 * Lets virtual time pass, but only while nothing real is under way, until `work` settles.
 *
 * Errors: those of `work`; an Error when it waits for something that will never happen.
 */
export async function drive<T>(clock: VirtualClock, wire: Wire, work: Promise<T>): Promise<T> {
  const state = { settled: false };
  const mark = (): void => {
    state.settled = true;
  };
  work.then(mark, mark);
  const endMono = clock.mono() + longestRunMs;
  let pauses = 0;
  while (!state.settled) {
    await calm(wire);
    if (state.settled) break;
    if (clock.step(endMono)) {
      pauses = 0;
      continue;
    }
    await realPause(1);
    pauses += 1;
    if (pauses > patiencePauses) throw new Error('The run waits for something that will never happen.');
  }
  return work;
}

/** Units: as {@link patiencePauses}; without an event, after which work waits for time to pass. */
const atOncePauses = 500;

/** Waits for `work` without letting any virtual time pass; false when it does not settle. */
export async function settlesAtOnce(wire: Wire, work: Promise<unknown>): Promise<boolean> {
  const state = { settled: false };
  const mark = (): void => {
    state.settled = true;
  };
  work.then(mark, mark);
  for (let pauses = 0; !state.settled && pauses < atOncePauses; pauses += 1) {
    await calm(wire);
    if (!state.settled) await realPause(1);
  }
  return state.settled;
}
