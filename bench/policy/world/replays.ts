import { replay } from '../../../packages/core/src/policy/replay.ts';
import type { World } from './engine-world.ts';
import type { Replays } from './result.ts';

/** Replays the decision log of every run. */
export async function replayAll(worlds: readonly World[]): Promise<Replays> {
  let identical = 0;
  let firstDifference: string | undefined;
  for (const { records } of worlds) {
    const result = await replay(records);
    if (result.identical) identical += 1;
    else firstDifference ??= `seq ${result.seq}: logged ${result.expected}, replayed ${result.actual}`;
  }
  return { runs: worlds.length, identical, ...(firstDifference === undefined ? {} : { firstDifference }) };
}

/** What remains of a run once its log was hashed and replayed. */
export interface Conclusion {
  readonly log: string;
  readonly replays: Replays;
}

/** Hashes and replays a run's decision log, then drops it. */
export async function conclude(world: World): Promise<Conclusion> {
  const conclusion = { log: world.logHash(), replays: await replayAll([world]) };
  world.forget();
  return conclusion;
}

/** Sums up what several experiments replayed. */
export function joinReplays(parts: readonly (Replays | undefined)[]): Replays {
  const known = parts.filter((part) => part !== undefined);
  const firstDifference = known.find((part) => part.firstDifference !== undefined)?.firstDifference;
  return {
    runs: known.reduce((sum, part) => sum + part.runs, 0),
    identical: known.reduce((sum, part) => sum + part.identical, 0),
    ...(firstDifference === undefined ? {} : { firstDifference }),
  };
}
