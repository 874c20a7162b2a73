import { Agenda } from './world/agenda.ts';
import {
  type DelayModel,
  equalJitter,
  fullJitter,
  immediate,
  noJitter,
  rangeClampedDecorrelated,
  sampleClampedDecorrelated,
} from './world/delays.ts';
import { createNoise } from './world/noise.ts';
import { type Experiment, type Limit, metric, type Row } from './world/result.ts';

const baseMs = 5;
const capMs = 2000;
const trials = 100;

interface Strategy {
  readonly id: string;
  readonly label: string;
  readonly delays: DelayModel;
  /** Published mean end time and writes at 50, 100 and 190 clients; absent for ours. */
  readonly published?: Readonly<Record<number, readonly [number, number]>>;
}

const strategies: readonly Strategy[] = [
  {
    id: 'exponential',
    label: 'exponential',
    delays: noJitter,
    published: { 50: [36421, 623], 100: [63697, 1854], 190: [100989, 5156] },
  },
  {
    id: 'sample-clamp',
    label: 'decorrelated (sample clamp)',
    delays: sampleClampedDecorrelated,
    published: { 50: [2236, 373], 100: [4598, 1002], 190: [7846, 2427] },
  },
  {
    id: 'equal',
    label: 'equal',
    delays: equalJitter,
    published: { 50: [4307, 347], 100: [6609, 812], 190: [9392, 1759] },
  },
  {
    id: 'full',
    label: 'full',
    delays: fullJitter,
    published: { 50: [2847, 333], 100: [4863, 797], 190: [7487, 1772] },
  },
  {
    id: 'none',
    label: 'no backoff',
    delays: immediate,
    published: { 50: [1136, 688], 100: [2029, 2423], 190: [3537, 7992] },
  },
  { id: 'range-clamp', label: 'ours: decorrelated (range clamp)', delays: rangeClampedDecorrelated },
];

/** Runs one contest of `clients` over one versioned row. */
export function contest(clients: number, delays: DelayModel, trial: number): { endMs: number; writes: number } {
  const noise = createNoise('e1', trial);
  const hop = () => Math.abs(noise.normal(10, 2));
  const agenda = new Agenda<number>();
  const seen = new Int32Array(clients).fill(-1);
  const conflicts = new Int32Array(clients);
  const waits = Array.from({ length: clients }, () => delays(noise, baseMs, capMs));
  let version = 0;
  let writes = 0;
  let endMs = 0;
  for (let client = 0; client < clients; client += 1) agenda.push(hop(), client);
  for (let next = agenda.pop(); next !== undefined; next = agenda.pop()) {
    const client = next.item;
    if (seen[client] === -1) {
      // The read reaches the row; its reply and the write each take a hop.
      seen[client] = version;
      agenda.push(next.instant + hop() + hop(), client);
      continue;
    }
    writes += 1;
    if (seen[client] === version) {
      version += 1;
      endMs = Math.max(endMs, next.instant + hop());
      continue;
    }
    seen[client] = -1;
    // The first conflict already counts as exponent 1.
    conflicts[client] = (conflicts[client] ?? 0) + 1;
    agenda.push(next.instant + hop() + waits[client]!(conflicts[client]!) + hop(), client);
  }
  return { endMs, writes };
}

/** E1: what jitter buys when many clients contend for one row. */
export function jitterOracle(): Experiment {
  const means = new Map<string, { endMs: number; writes: number }>();
  const rows: Row[] = [];
  for (const clients of [50, 100, 190]) {
    for (const { id, label, delays, published } of strategies) {
      const results = Array.from({ length: trials }, (_, trial) => contest(clients, delays, trial + 1));
      const about = published?.[clients];
      const limits: readonly (Limit | undefined)[] =
        about === undefined ? [] : about.map((value) => ({ about: value }));
      const endMs = metric(
        'end',
        'ms',
        results.map((result) => result.endMs),
        limits[0],
      );
      const writes = metric(
        'writes',
        'writes',
        results.map((result) => result.writes),
        limits[1],
      );
      means.set(`${clients}/${id}`, { endMs: endMs.mean, writes: writes.mean });
      rows.push({
        id: `e1.n${clients}.${id}`,
        label: `${clients} clients, ${label}`,
        ours: published === undefined,
        metrics: [endMs, writes],
      });
    }
  }
  const at = (id: string) => means.get(`100/${id}`)!;
  const ratio = (name: string, of: number, over: number, atMost: number) =>
    metric(name, 'ratio', [of / over], { atMost });
  rows.push({
    id: 'e1.ratio',
    label: '100 clients, ratios',
    ours: true,
    metrics: [
      ratio('full-over-exponential-writes', at('full').writes, at('exponential').writes, 0.45),
      ratio('full-over-exponential-end', at('full').endMs, at('exponential').endMs, 0.1),
      metric('range-over-sample-writes', 'ratio', [at('range-clamp').writes / at('sample-clamp').writes], { about: 1 }),
      ratio('range-over-sample-end', at('range-clamp').endMs, at('sample-clamp').endMs, 1.02),
    ],
  });
  return {
    id: 'E1',
    title: 'Jitter oracle',
    setting:
      'N clients update one versioned row; each hop |Normal(10, 2)| ms; on conflict back off (base 5 ms, cap 2000 ms) and read again; 100 trials.',
    rows,
  };
}
