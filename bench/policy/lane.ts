import { parentPort } from 'node:worker_threads';
import { type ExperimentId, experiments } from './experiments.ts';

/** Runs the experiments it is asked for, one after another, in a thread of its own. */
parentPort?.on('message', async (id: ExperimentId) => {
  parentPort?.postMessage(await experiments[id]());
});
