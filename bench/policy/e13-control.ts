import { createWorld, exchange, joinHashes, never, operation, settle, type World } from './world/engine-world.ts';
import { WindowWatch } from './world/quota-server.ts';
import { replayAll } from './world/replays.ts';
import { type Experiment, metric, seeds } from './world/result.ts';

const callers = 50;
const windowMs = 600;
const rampStart = 2;

/** E13: a short window and a crowd behind it. */
export async function control(): Promise<Experiment> {
  const worlds: World[] = [];
  const runs: { sends: number; inWindow: number; rounds: number[] }[] = [];
  for (const seed of seeds) {
    const world = createWorld({
      seed,
      profile: {
        ...{ id: 'control', version: 1, hosts: [], scopes: ['credential'], classify: [], idempotentOps: [] },
        hints: [{ header: 'retry-after-ms', format: 'milliseconds' }],
        auth: { refreshOn: [] },
        policy: { breaker: { ramp: { start: rampStart } }, concurrency: { max: callers } },
      },
    });
    const { clock, engine } = world;
    const watch = new WindowWatch();
    const sends: number[] = [];
    let opensAt: number | undefined;
    const reply = (now: number) => {
      opensAt ??= now + windowMs;
      return now < opensAt
        ? { status: 429, headers: { 'retry-after-ms': String(opensAt - now) } }
        : { status: 200, serviceMs: 80 };
    };
    const calls = Array.from({ length: callers }, (_, caller) =>
      engine.run(
        operation(`caller/${caller}`),
        async (attempt) => {
          sends.push(clock.mono());
          watch.sent(clock.mono());
          const answer = await exchange(clock, () => 10, reply);
          const hint = answer.headers['retry-after-ms'];
          if (hint !== undefined) watch.hint(answer.receivedAt + Number(hint));
          settle(attempt, answer);
        },
        { signal: never },
      ),
    );
    await clock.run(Promise.all(calls));
    const counts = new Map<number, number>();
    for (const sent of sends) counts.set(sent, (counts.get(sent) ?? 0) + 1);
    runs.push({ sends: sends.length, inWindow: watch.inWindow, rounds: [...counts.values()] });
    worlds.push(world);
  }
  /** The first rounds after the window; before it, the ramp's start went out. */
  const excess = runs.map(({ rounds }) =>
    Math.max(...[1, 2, 4, 8].map((most, round) => (rounds[round + 1] ?? 0) - most)),
  );
  return {
    id: 'E13',
    title: 'Control',
    setting: `${callers} callers at once, the first answers name a window of ${windowMs} ms; sends must double from round to round.`,
    rows: [
      {
        id: 'e13.ours',
        label: 'ours',
        ours: true,
        metrics: [
          metric(
            'sends',
            'sends',
            runs.map((run) => run.sends),
            { atMost: callers + rampStart },
            { everySeed: true },
          ),
          metric(
            'in-window',
            'sends',
            runs.map((run) => run.inWindow),
            { atMost: 0 },
            { everySeed: true },
          ),
          metric('above-doubling', 'sends', excess, { atMost: 0 }, { everySeed: true }),
          metric(
            'first-rounds',
            'sends',
            runs.map((run) => run.rounds.slice(1, 5).reduce((a, b) => a + b, 0)),
            { atLeast: 15 },
            { everySeed: true },
          ),
        ],
        log: joinHashes(worlds.map((world) => world.logHash())),
      },
    ],
    replays: await replayAll(worlds),
  };
}
