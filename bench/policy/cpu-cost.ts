import { Worker } from 'node:worker_threads';
import { encodeDecision } from '../../packages/core/src/policy/decision-log.ts';
import { createPolicyEngine, type GatedPolicyEngine } from '../../packages/core/src/policy/engine.ts';
import { createRng } from '../../packages/core/src/random/rng.ts';
import { createSystemClock } from '../../packages/core/src/time/system-clock.ts';
import { never, operation, settle } from './world/engine-world.ts';
import { type Experiment, metric } from './world/result.ts';

const samples = 7;
const requestsPerSample = 40;
const instantCalls = 5000;

/** What the requests of one sample took. */
interface Sample {
  readonly wallMs: number[];
  readonly cpuUs: number[];
}

type Call = () => Promise<unknown>;

const wall = (sample: Sample) => median(sample.wallMs);
const cpu = (sample: Sample) => median(sample.cpuUs);

/** A server in a thread of its own, so that its work is not counted as the client's. */
const serverSource = `
const { createServer } = require('node:http');
const { parentPort } = require('node:worker_threads');
const server = createServer((request, response) => setTimeout(() => response.end('ok'), 5));
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

/** What the engine costs on the success path, logging on: CPU per call, and wall time beside bare fetch. */
export async function cpuCost(): Promise<Experiment> {
  const clock = createSystemClock();
  const server = new Worker(serverSource, { eval: true });
  const port = await new Promise<number>((resolve) => server.once('message', resolve));
  const url = `http://127.0.0.1:${port}/`;
  let bytes = 0;
  const engine = createPolicyEngine({
    clock,
    rng: createRng(1),
    run: 'bench',
    sink: (record) => {
      bytes += encodeDecision(record).length;
    },
  });
  const fetched = async () => {
    const response = await fetch(url);
    await response.arrayBuffer();
    return { status: response.status, headers: Object.fromEntries(response.headers), receivedAt: clock.mono() };
  };
  let calls = 0;
  const guarded = () =>
    engine.run(operation(`call/${calls++}`), async (attempt) => settle(attempt, await fetched()), { signal: never });
  const timed = async (call: Call, sample: Sample): Promise<void> => {
    const began = clock.mono();
    const before = process.threadCpuUsage();
    await call();
    const { user, system } = process.threadCpuUsage(before);
    sample.wallMs.push(clock.mono() - began);
    sample.cpuUs.push(user + system);
  };
  // The instant calls come first: they leave the engine's code compiled, as it is in a process that has run for a minute.
  const perCall = await instantCost(engine);
  const bare: Sample[] = [];
  const again: Sample[] = [];
  const ours: Sample[] = [];
  const arms: readonly (readonly [Call, Sample[]])[] = [
    [fetched, bare],
    [guarded, ours],
    [fetched, again],
  ];
  // The first sample warms up and is dropped; arms take turns request by request, so that a busy moment hits all of them.
  for (let sample = 0; sample <= samples; sample += 1) {
    for (const [, results] of arms) results.push({ wallMs: [], cpuUs: [] });
    for (let request = 0; request < requestsPerSample; request += 1) {
      for (const [call, results] of arms) await timed(call, results.at(-1)!);
    }
  }
  for (const [, results] of arms) results.shift();
  await server.terminate();
  const one = (name: string, unit: string, value: number, limit?: { readonly atMost: number }) =>
    metric(name, unit, [value], limit);
  return {
    id: 'CPU',
    title: 'Cost on the success path',
    setting: `Logging on (${bytes} bytes encoded); loopback server that answers after 5 ms, concurrency 1, medians of ${samples} samples of ${requestsPerSample}; CPU from ${samples} samples of ${instantCalls} calls that are answered at once.`,
    rows: [
      {
        id: 'cpu.fetch',
        label: 'bare fetch, and bare fetch again (A/A)',
        ours: false,
        metrics: [
          one('wall', 'ms/call', median(bare.map(wall))),
          one('aa-ratio', 'ratio', median(again.map(wall)) / median(bare.map(wall))),
          one('cpu', 'us/call', median(bare.map(cpu))),
        ],
      },
      {
        id: 'cpu.ours',
        label: 'ours: engine around fetch',
        ours: true,
        metrics: [
          one('wall', 'ms/call', median(ours.map(wall))),
          one('wall-ratio', 'ratio', median(ours.map(wall)) / median([...bare, ...again].map(wall)), { atMost: 1.1 }),
          one('cpu', 'us/call', median(ours.map(cpu))),
          one('cpu-instant', 'us/call', perCall),
        ],
      },
    ],
  };
}

/** CPU of one call through the engine, without any network. Units: microseconds. */
async function instantCost(engine: GatedPolicyEngine): Promise<number> {
  const answer = { status: 200, headers: { 'content-type': 'text/plain' } };
  const costs: number[] = [];
  for (let sample = 0; sample <= samples; sample += 1) {
    const before = process.cpuUsage();
    for (let index = 0; index < instantCalls; index += 1) {
      const send = () =>
        engine.run(
          operation(`instant/${index % 100}`),
          async (attempt) => settle(attempt, { ...answer, receivedAt: 0 }),
          { signal: never },
        );
      await send();
    }
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / instantCalls);
  }
  // The first sample warms the code up.
  return median(costs.slice(1));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
