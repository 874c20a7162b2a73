import { type EngineQuotaOutcome, runQuotaEngine, type Variant, variants } from './e2-engine.ts';
import { type QuotaCase, type QuotaOutcome, quotaStrategies, runQuotaModel } from './e2-models.ts';
import { joinHashes } from './world/engine-world.ts';
import { type Conclusion, conclude, joinReplays } from './world/replays.ts';
import { type Experiment, type Limit, metric, type Replays, type Row, seeds } from './world/result.ts';

type Published = readonly [calls: number, inWindow: number, finishS: number];

interface Table {
  readonly setting: QuotaCase;
  readonly text: string;
  readonly models: Readonly<Record<string, Published>>;
  readonly ours: Readonly<Record<Variant, readonly [calls: number, finishS: number]>>;
}

const tables: Readonly<Record<'A' | 'B', Table>> = {
  A: {
    setting: { limit: 100, perMs: 10_000, jobs: 2000 },
    text: '100 per 10 s, 2000 jobs (ideal 190.2 s)',
    models: {
      'ignore-none': [11360, 8995, 208],
      'ignore-equal': [6457, 4668, 218],
      'ignore-full': [7718, 6296, 219],
      'ignore-sample-clamp': [7540, 6277, 220],
      'ignore-cockatiel': [6214, 4459, 210],
      'call-exact': [5700, 5406, 191],
      'call-min30': [5700, 5406, 191],
      'call-stretch': [5700, 4027, 195],
      'call-cap5': [7026, 6739, 218],
      'gate-process': [4806, 4281, 191],
      'gate-shared': [5442, 1542, 191],
      'gate-spread': [2895, 271, 193],
    },
    ours: { probe: [2560, 194], learned: [2060, 194], reserved: [2005, 194] },
  },
  B: {
    setting: { limit: 300, perMs: 60_000, jobs: 1500 },
    text: '300 per 60 s, 1500 jobs (ideal 240.2 s)',
    models: {
      'ignore-none': [7100, 5185, 251],
      'ignore-equal': [5214, 3660, 269],
      'ignore-full': [6402, 4900, 269],
      'ignore-sample-clamp': [6511, 5000, 270],
      'ignore-cockatiel': [4939, 3379, 270],
      'call-exact': [2300, 1136, 241],
      'call-min30': [3100, 2192, 241],
      'call-stretch': [2300, 684, 268],
      'call-cap5': [5520, 4392, 268],
      'gate-process': [1916, 786, 241],
      'gate-shared': [2153, 253, 241],
      'gate-spread': [1860, 104, 243],
    },
    ours: { probe: [2150, 245], learned: [1675, 245], reserved: [1505, 245] },
  },
};

const labels: Readonly<Record<Variant, string>> = {
  probe: 'ours: probe + ramp',
  learned: 'ours: + learned quota',
  reserved: 'ours: + reservation',
};

/** The published setting leaves open how a process shares its gate, so this row is shown without a claim. */
const unclaimed: ReadonlySet<string> = new Set(['gate-process']);

/** Rows of the model strategies at one case. */
export function quotaModelRows(name: 'A' | 'B', onSeeds: readonly number[] = seeds): Row[] {
  const { setting, models } = tables[name];
  return quotaStrategies.map((strategy): Row => {
    const runs = onSeeds.map((seed) => runQuotaModel(strategy, setting, seed));
    const about = models[strategy.id];
    const limits = about === undefined || unclaimed.has(strategy.id) ? [] : about.map((value) => ({ about: value }));
    return {
      id: `e2${name.toLowerCase()}.${strategy.id}`,
      label: strategy.label,
      ours: false,
      metrics: numbers(runs, limits),
    };
  });
}

/** E2 A and B: a fixed-window quota with an honest `Retry-After`, every strategy beside ours. */
export async function quotaServer(name: 'A' | 'B'): Promise<Experiment> {
  const { setting, text, ours } = tables[name];
  const rows = quotaModelRows(name);
  const replays: Replays[] = [];
  for (const variant of Object.keys(variants) as Variant[]) {
    const arrivals = Array.from({ length: setting.jobs }, () => 0);
    const runs = await everySeed((seed) =>
      runQuotaEngine(variant, { perMs: setting.perMs, limitAt: () => setting.limit, arrivals }, seed),
    );
    const [calls, finishS] = ours[variant];
    const metrics = numbers(runs, [{ atMost: calls }, { atMost: 0 }, { atMost: finishS }]);
    rows.push({
      id: `e2${name.toLowerCase()}.${variant}`,
      label: labels[variant],
      ours: true,
      metrics,
      log: hashOf(runs),
    });
    replays.push(...runs.map((run) => run.replays));
  }
  return {
    id: `E2 ${name}`,
    title: 'Quota server',
    setting: `${text}; 10 workers x 20 slots, one way 40-60 ms, service 150 ms on success. The models start within 50 ms, back off from 500 ms to 30 s where they do, and share what they learn after 20 ms; "backoff + at most 5 s" waits the longer of full jitter and the hint cut at 5 s.`,
    rows,
    replays: joinReplays(replays),
  };
}

/** E2 C and D: a quota that changes, and a light load after a burst. */
export async function changingQuota(): Promise<Experiment> {
  const perMs = 10_000;
  const rows: Row[] = [];
  const replays: Replays[] = [];
  const doubled = {
    id: 'doubled',
    label: 'C: quota doubled at window 5',
    limit: 200,
    finishS: 136,
    refused: undefined,
  };
  const halved = { id: 'halved', label: 'C: quota halved at window 5', limit: 50, finishS: 345, refused: 80 };
  for (const { id, label, limit, finishS, refused } of [doubled, halved]) {
    const arrivals = Array.from({ length: 2000 }, () => 0);
    const limitAt = (window: number) => (window < 5 ? 100 : limit);
    const runs = await everySeed((seed) => runQuotaEngine('learned', { perMs, limitAt, arrivals }, seed));
    const throttles = metric(
      'throttles',
      '429s',
      runs.map((run) => run.refused),
      refused === undefined ? undefined : { atMost: refused },
    );
    const metrics = [...numbers(runs, [undefined, { atMost: 0 }, { atMost: finishS }]), throttles];
    rows.push({ id: `e2c.${id}`, label: `ours: ${label}`, ours: true, metrics, log: hashOf(runs) });
    replays.push(...runs.map((run) => run.replays));
  }
  const burst = 300;
  const arrivals = [
    ...Array.from({ length: burst }, () => 0),
    ...Array.from({ length: 750 }, (_, index) => index * 200),
  ];
  const light = { perMs, limitAt: () => 100, arrivals };
  const plain = await everySeed((seed) => runQuotaEngine('probe', light, seed));
  const learned = await everySeed((seed) => runQuotaEngine('learned', light, seed));
  // The backlog of the burst is gone and its quota forgotten well before 100 s.
  const steady = (run: EngineQuotaOutcome) =>
    percentile95(run.latencies.filter((_, job) => job >= burst && arrivals[job]! >= 100_000));
  const bare = plain.map(steady);
  const taught = learned.map(steady);
  rows.push({
    id: 'e2d.learned',
    label: 'ours: D: 300 jobs at once, then 5 jobs/s',
    ours: true,
    metrics: [
      metric('p95-without', 'ms', bare),
      metric('p95-with', 'ms', taught),
      metric(
        'p95-ratio',
        'ratio',
        taught.map((value, index) => value / bare[index]!),
        { about: 1 },
      ),
      metric(
        'in-window',
        'sends',
        learned.map((run) => run.inWindow),
        { atMost: 0 },
        { everySeed: true },
      ),
    ],
    log: hashOf([...plain, ...learned]),
  });
  replays.push(...[...plain, ...learned].map((run) => run.replays));
  return {
    id: 'E2 C, D',
    title: 'Changing quota and light load',
    setting:
      'As A, but the quota changes at window 5; and 300 jobs at once, then 5 jobs/s, latency of the steady state.',
    rows,
    replays: joinReplays(replays),
  };
}

function numbers(runs: readonly QuotaOutcome[], limits: readonly (Limit | undefined)[]) {
  const strict = limits[1] !== undefined && 'atMost' in limits[1];
  return [
    metric(
      'calls',
      'calls',
      runs.map((run) => run.calls),
      limits[0],
    ),
    metric(
      'in-window',
      'sends',
      runs.map((run) => run.inWindow),
      limits[1],
      { everySeed: strict },
    ),
    metric(
      'finish',
      's',
      runs.map((run) => run.finishS),
      limits[2],
    ),
  ];
}

type Run = EngineQuotaOutcome & Conclusion;

async function everySeed(run: (seed: number) => Promise<EngineQuotaOutcome>): Promise<Run[]> {
  const results: Run[] = [];
  for (const seed of seeds) {
    const outcome = await run(seed);
    results.push({ ...outcome, ...(await conclude(outcome.world)) });
  }
  return results;
}

const hashOf = (runs: readonly Run[]) => joinHashes(runs.map(({ log }) => log));

function percentile95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
}
