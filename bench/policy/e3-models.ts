import {
  cockatielDefault,
  type DelayModel,
  equalJitter,
  fullJitter,
  noJitter,
  sampleClampedDecorrelated,
} from './world/delays.ts';
import { EventLoop } from './world/event-loop.ts';
import { createNoise } from './world/noise.ts';
import { type OutageOutcome, OutageServer, outageOutcome } from './world/outage-server.ts';

export const outageJobs = 1000;
/** The jobs arrive over the first second. */
export const arrivalMs = 1000;
const baseMs = 500;
const capMs = 30_000;

export interface OutageStrategy {
  readonly id: string;
  readonly label: string;
  readonly delays: DelayModel;
  /** Published calls, calls in the outage, drain, median and peak. */
  readonly published: readonly [number, number, number, number, number];
}

export const outageStrategies: readonly OutageStrategy[] = [
  { id: 'exponential', label: 'exponential', delays: noJitter, published: [9509, 7000, 123.8, 33.5, 115] },
  { id: 'equal', label: 'equal', delays: equalJitter, published: [9068, 8068, 29.1, 11.4, 12] },
  { id: 'full', label: 'full', delays: fullJitter, published: [10512, 9512, 29.6, 9, 12] },
  {
    id: 'sample-clamp',
    label: 'decorrelated, sample clamp',
    delays: sampleClampedDecorrelated,
    published: [12081, 11081, 30.3, 9.6, 13],
  },
  {
    id: 'cockatiel',
    label: 'cockatiel default formula',
    delays: cockatielDefault,
    published: [9570, 8570, 30.3, 19, 14],
  },
];

/** Runs one model strategy through the outage; every job retries on its own until it is served. */
export function runOutageModel(strategy: OutageStrategy, seed: number): OutageOutcome {
  const loop = new EventLoop();
  const noise = createNoise('e3', seed);
  const server = new OutageServer();
  const oneWay = () => noise.between(40, 60);
  const sends: number[] = [];
  const finishes: number[] = [];
  for (let job = 0; job < outageJobs; job += 1) {
    const delays = strategy.delays(noise, baseMs, capMs);
    let retries = 0;
    const send = (): void => {
      sends.push(loop.now);
      loop.after(oneWay(), () => {
        if (server.enter(loop.now)) {
          loop.after(server.serviceMs, () => {
            server.leave();
            loop.after(oneWay(), () => finishes.push(loop.now));
          });
        } else {
          loop.after(oneWay(), () => loop.after(delays(retries++), send));
        }
      });
    };
    loop.at(noise.between(0, arrivalMs), send);
  }
  loop.run();
  return outageOutcome(server.outageMs, sends, finishes);
}
