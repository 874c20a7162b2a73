import type { Decision } from '../../packages/core/src/contracts/policy.ts';
import { VirtualClock } from '../../packages/core/src/time/virtual-clock.ts';
import { createWorld, joinHashes, never, operation, settle, type World } from './world/engine-world.ts';
import { createNoise } from './world/noise.ts';
import { replayAll } from './world/replays.ts';
import { type Experiment, metric, type Row, seeds } from './world/result.ts';

const hourMs = 3_600_000;
const askedMs = 5000;
/** The server's clock is right: virtual zero is this instant plus a fraction of a second. Units: epoch ms. */
const epochMs = Date.UTC(2026, 2, 1);

interface Scene {
  readonly id: string;
  readonly text: string;
  readonly offsetMs: number;
  readonly stepMs: number;
  readonly form: 'date' | 'date-alone' | 'seconds';
}

const scenes: readonly Scene[] = [
  { id: 'ahead', text: 'client clock 1 h ahead, date with `Date`', offsetMs: hourMs, stepMs: 0, form: 'date' },
  { id: 'behind', text: 'client clock 1 h behind, date with `Date`', offsetMs: -hourMs, stepMs: 0, form: 'date' },
  { id: 'step-ahead', text: 'clock steps 1 h ahead during the wait', offsetMs: 0, stepMs: hourMs, form: 'date' },
  { id: 'step-behind', text: 'clock steps 1 h back during the wait', offsetMs: 0, stepMs: -hourMs, form: 'date' },
  {
    id: 'seconds-ahead',
    text: 'delta seconds, clock steps 1 h ahead',
    offsetMs: hourMs,
    stepMs: hourMs,
    form: 'seconds',
  },
  {
    id: 'seconds-behind',
    text: 'delta seconds, clock steps 1 h back',
    offsetMs: -hourMs,
    stepMs: -hourMs,
    form: 'seconds',
  },
  { id: 'no-date', text: 'date without `Date`', offsetMs: 0, stepMs: 0, form: 'date-alone' },
];

interface Outcome {
  readonly world: World;
  /** Second send minus the instant the server named. Units: ms. */
  readonly errorMs: number;
  readonly unknown: boolean;
}

async function run(scene: Scene, seed: number): Promise<Outcome> {
  const fractionMs = Math.floor(createNoise('e7', seed).between(0, 1000));
  const startMs = epochMs + fractionMs;
  const clock = new VirtualClock({ wallMs: startMs + scene.offsetMs });
  const world = createWorld({ seed, clock, override: { retryAfter: { spread: { ratio: 0 } } } });
  const sends: number[] = [];
  const serverNow = () => startMs + clock.mono();
  const wholeSecond = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toUTCString();
  const namedMs = scene.form === 'seconds' ? askedMs : Math.floor((startMs + askedMs) / 1000) * 1000 - startMs;
  if (scene.stepMs !== 0) clock.timer(askedMs / 2, () => clock.stepWall(scene.stepMs));
  const done = world.engine.run(
    operation('call'),
    async (attempt) => {
      sends.push(clock.mono());
      const at = serverNow();
      const refusal = {
        'retry-after': scene.form === 'seconds' ? String(askedMs / 1000) : wholeSecond(at + askedMs),
        ...(scene.form === 'date-alone' ? {} : { date: wholeSecond(at) }),
      };
      const first = sends.length === 1;
      settle(attempt, { status: first ? 429 : 200, headers: first ? refusal : {}, receivedAt: clock.mono() });
    },
    { signal: never },
  );
  await clock.run(done);
  const hint: Decision | undefined = world.records.find((record) => record.k === 'hint');
  return { world, errorMs: sends[1]! - namedMs, unknown: hint?.skew === 'unknown' };
}

/** E7: dates from a server whose clock the client does not share. */
export async function skew(): Promise<Experiment> {
  const rows: Row[] = [];
  const worlds: World[] = [];
  for (const scene of scenes) {
    const runs: Outcome[] = [];
    for (const seed of seeds) runs.push(await run(scene, seed));
    const errors = runs.map((outcome) => outcome.errorMs);
    const exact = scene.form === 'seconds';
    const metrics =
      scene.form === 'date-alone'
        ? [
            metric(
              'logged-unknown',
              'share',
              runs.map(({ unknown }) => (unknown ? 1 : 0)),
              { atLeast: 1 },
              { everySeed: true },
            ),
          ]
        : [
            metric('late', 'ms', errors, { atMost: exact ? 0 : 1000 }, { everySeed: true }),
            metric(
              'early',
              'ms',
              errors.map((error) => Math.max(0, -error)),
              { atMost: 0 },
              { everySeed: true },
            ),
          ];
    worlds.push(...runs.map(({ world }) => world));
    const log = joinHashes(runs.map(({ world }) => world.logHash()));
    rows.push({ id: `e7.${scene.id}`, label: `ours: ${scene.text}`, ours: true, metrics, log });
  }
  return {
    id: 'E7',
    title: 'Clock skew',
    setting: 'A 429 that names an instant 5 s away, without latency; the error is the second send minus that instant.',
    rows,
    replays: await replayAll(worlds),
  };
}
