import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { cpuCost } from './cpu-cost.ts';
import { replayRow } from './e10-determinism.ts';
import { type ExperimentId, experimentIds, startOrder } from './experiments.ts';
import { joinReplays } from './world/replays.ts';
import type { Experiment } from './world/result.ts';

/** Runs everything: the simulations in parallel lanes, then, where a quiet machine lets time be measured, the cost of a call. */
export async function runAll({ timed }: { readonly timed: boolean }): Promise<Experiment[]> {
  const waiting = [...startOrder];
  const results = new Map<string, Experiment>();
  const lanes = Array.from({ length: Math.min(4, Math.max(1, availableParallelism())) }, () =>
    runLane(waiting, results),
  );
  await Promise.all(lanes);
  const replays = joinReplays([...results.values()].map((experiment) => experiment.replays));
  if (replays.firstDifference !== undefined) console.error(`A replay differs: ${replays.firstDifference}`);
  const simulated = experimentIds.flatMap((id) => {
    const experiment = results.get(id);
    if (experiment === undefined) return [];
    return [id === 'E10' ? { ...experiment, rows: [...experiment.rows, replayRow(replays)] } : experiment];
  });
  return timed ? [...simulated, await cpuCost()] : simulated;
}

async function runLane(waiting: ExperimentId[], results: Map<string, Experiment>): Promise<void> {
  const lane = new Worker(new URL('./lane.ts', import.meta.url));
  try {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      lane.postMessage(id);
      const [experiment] = await once(lane, 'message');
      results.set(id, experiment);
    }
  } finally {
    await lane.terminate();
  }
}
