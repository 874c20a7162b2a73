import { runOutageEngine } from './e3-engine.ts';
import { outageStrategies, runOutageModel } from './e3-models.ts';
import { joinHashes } from './world/engine-world.ts';
import type { OutageOutcome } from './world/outage-server.ts';
import { joinReplays, replayAll } from './world/replays.ts';
import { type Experiment, type Limit, metric, type Replays, type Row, type Series, seeds } from './world/result.ts';

/** A peak of a dozen sends moves by more than 5 % with a single send, so small peaks are shown without a claim. */
const smallestClaimedPeak = 50;

const ours = [
  { gates: 10, id: 'ten-gates', label: 'ours, 10 gates', limits: [1250, 200, 16, 9, 45] },
  { gates: 1, id: 'one-gate', label: 'ours, one gate', limits: [1050, 25, 20, 16, 45] },
] as const;

/** E3: an outage of a minute without a hint, and the return of the load. */
export async function outage(): Promise<Experiment> {
  const rows: Row[] = [];
  const series: Series[] = [];
  const replays: Replays[] = [];
  for (const strategy of outageStrategies) {
    const runs = seeds.map((seed) => runOutageModel(strategy, seed));
    const limits = strategy.published.map((about, index) =>
      index === 4 && about < smallestClaimedPeak ? undefined : { about },
    );
    rows.push({ id: `e3.${strategy.id}`, label: strategy.label, ours: false, metrics: numbers(runs, limits) });
    series.push(loadAfter(strategy.label, runs[0]!.sends));
  }
  for (const { gates, id, label, limits } of ours) {
    const runs: Awaited<ReturnType<typeof runOutageEngine>>[] = [];
    for (const seed of seeds) runs.push(await runOutageEngine(gates, seed));
    const worlds = runs.flatMap((run) => run.worlds);
    const metrics = numbers(
      runs,
      limits.map((atMost) => ({ atMost })),
    );
    rows.push({ id: `e3.${id}`, label, ours: true, metrics, log: joinHashes(worlds.map((world) => world.logHash())) });
    series.push(loadAfter(label, runs[0]!.sends));
    replays.push(await replayAll(worlds));
  }
  return {
    id: 'E3',
    title: 'Outage',
    setting:
      '60 s of 503 without a hint, 1000 jobs arriving over the first second, then 50 slots of 200 ms; base 500 ms, cap 30 s, gate 500 ms to 10 s.',
    rows,
    series,
    replays: joinReplays(replays),
  };
}

function numbers(runs: readonly Omit<OutageOutcome, 'worlds'>[], limits: readonly (Limit | undefined)[]) {
  return [
    metric(
      'calls',
      'calls',
      runs.map((run) => run.calls),
      limits[0],
    ),
    metric(
      'in-outage',
      'calls',
      runs.map((run) => run.inOutage),
      limits[1],
    ),
    metric(
      'drain',
      's',
      runs.map((run) => run.drainS),
      limits[2],
    ),
    metric(
      'p50',
      's',
      runs.map((run) => run.p50S),
      limits[3],
    ),
    metric(
      'peak',
      'sends/100 ms',
      runs.map((run) => run.peak),
      limits[4],
    ),
  ];
}

/** Sends per second, from shortly before the end of the outage. */
function loadAfter(label: string, sends: readonly number[]): Series {
  const bins = new Map<number, number>();
  for (const sent of sends) bins.set(Math.floor(sent / 1000), (bins.get(Math.floor(sent / 1000)) ?? 0) + 1);
  const points = Array.from({ length: 45 }, (_, index) => ({ x: index + 55, y: bins.get(index + 55) ?? 0 }));
  return { label, points };
}
