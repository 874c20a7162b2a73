import { isLedgerlineError } from '../../packages/core/src/errors/ledgerline-error.ts';
import { VirtualClock } from '../../packages/core/src/time/virtual-clock.ts';
import { type HeaderCase, headerCases, httpDate } from './e6-cases.ts';
import { createWorld, joinHashes, never, operation, settle, type World } from './world/engine-world.ts';
import { Loopback, RealExchange } from './world/loopback.ts';
import { createNoise } from './world/noise.ts';
import { replayAll } from './world/replays.ts';
import { type Experiment, type Metric, metric, type Row, seeds } from './world/result.ts';

const epochMs = Date.UTC(2026, 2, 1);
const crowd = 1000;

interface Outcome {
  readonly world: World;
  /** From the receipt of the refusal to the next send of anybody; to the end of the watch when there was none. Units: ms. */
  readonly nextSendMs: number;
  readonly deferred: boolean;
  /** The deferral's own instant, from the receipt. */
  readonly retryAfterMs: number;
  readonly malformed: boolean;
  readonly flagged: boolean;
}

async function run(test: HeaderCase, seed: number): Promise<Outcome> {
  const clock = new VirtualClock({ wallMs: epochMs + Math.floor(createNoise('e6', seed).between(0, 1000)) });
  const override = test.maxWaitMs === undefined ? {} : { retryAfter: { maxWaitMs: test.maxWaitMs } };
  const world = createWorld({ seed, clock, override });
  const real = new RealExchange(clock);
  const sends: number[] = [];
  let asked = 0;
  const server = new Loopback((_request, response) => {
    asked += 1;
    response.sendDate = false;
    response.setHeader('date', httpDate('imf', clock.wall()));
    if (asked === 1) {
      response.statusCode = 429;
      const { header } = test;
      const value = header.kind === 'raw' ? header.value : httpDate(header.style, clock.wall() + header.seconds * 1000);
      response.setHeader('retry-after', value);
    }
    response.end();
  });
  await server.start();
  const call = (key: string) =>
    world.engine.run(
      operation(key),
      async (attempt) => {
        sends.push(clock.mono());
        return settle(attempt, await real.get(server.url));
      },
      { signal: never },
    );
  const first = call('first').catch((error: unknown) => error);
  await real.drive(first);
  const ended = await first;
  const deferred = isLedgerlineError(ended) && ended.disposition === 'defer';
  if (deferred && test.expect.kind === 'deferred') {
    // Somebody else tries again and again, and must not be let through either.
    for (const share of [0, 0.5, 1]) {
      await clock.advanceTo(Math.floor(test.expect.atLeastMs * share) - (share === 1 ? 1 : 0));
      await real.drive(
        call(`again/${share}`).catch(() => {}),
        clock.mono(),
      );
    }
  }
  await server.stop();
  const details = isLedgerlineError(ended) ? ended.details : {};
  const hints = world.records.filter((record) => record.k === 'hint');
  const says = (field: string) => hints.some((record) => Array.isArray(record[field]) && record[field].length > 0);
  return {
    ...{ world, deferred, nextSendMs: sends[1] ?? clock.mono() + 1 },
    ...{ retryAfterMs: Number(details.retryAfterMs ?? 0), malformed: says('ignored'), flagged: says('flags') },
  };
}

/** A crowd whose first 200 answers are `429` with `Retry-After: 0`; the value is how far any send exceeded the limit in force. */
async function noStampede(seed: number): Promise<{ readonly world: World; readonly excess: number }> {
  const world = createWorld({ seed, override: { concurrency: { max: 64, maxPending: 10_000 } } });
  const real = new RealExchange(world.clock);
  let asked = 0;
  const server = new Loopback((_request, response) => {
    asked += 1;
    if (asked <= 200) response.writeHead(429, { 'retry-after': '0' });
    response.end();
  });
  await server.start();
  const calls = Array.from({ length: crowd }, (_, caller) =>
    world.engine.run(operation(`caller/${caller}`), async (attempt) => settle(attempt, await real.get(server.url)), {
      signal: never,
    }),
  );
  await real.drive(Promise.allSettled(calls));
  await server.stop();
  const admits = world.records.filter((record) => record.k === 'admit');
  const excess = admits.map((record) => Number(record.inFlight) - Math.max(1, Number(record.limit)));
  return { world, excess: Math.max(...excess) };
}

/** E6: every odd `Retry-After`, over real HTTP; only the waits are virtual. */
export async function headerMatrix(): Promise<Experiment> {
  const rows: Row[] = [];
  const worlds: World[] = [];
  for (const test of headerCases) {
    const runs: Outcome[] = [];
    for (const seed of seeds) runs.push(await run(test, seed));
    worlds.push(...runs.map(({ world }) => world));
    const text =
      test.header.kind === 'raw'
        ? `\`${[test.header.value].flat().join('` and `')}\``
        : `date, ${test.header.style}, ${test.header.seconds} s`;
    rows.push({
      id: `e6.${test.id}`,
      label: `ours: ${text}`,
      ours: true,
      metrics: claims(test, runs),
      log: joinHashes(runs.map(({ world }) => world.logHash())),
    });
  }
  const stampedes: Awaited<ReturnType<typeof noStampede>>[] = [];
  for (const seed of seeds.slice(0, 2)) stampedes.push(await noStampede(seed));
  worlds.push(...stampedes.map(({ world }) => world));
  rows.push({
    id: 'e6.zero-crowd',
    label: `ours: \`0\`, ${crowd} callers`,
    ours: true,
    metrics: [
      metric(
        'above-limit',
        'sends',
        stampedes.map(({ excess }) => excess),
        { atMost: 0 },
        { everySeed: true },
      ),
    ],
    log: joinHashes(stampedes.map(({ world }) => world.logHash())),
  });
  return {
    id: 'E6',
    title: 'Header matrix',
    setting:
      'Global fetch against a real loopback server whose first answer is a 429; the next send is measured from its receipt.',
    rows,
    replays: await replayAll(worlds),
  };
}

function claims(test: HeaderCase, runs: readonly Outcome[]): Metric[] {
  const every = { everySeed: true };
  const share = (name: string, truth: readonly boolean[]) =>
    metric(
      name,
      'share',
      truth.map((is) => (is ? 1 : 0)),
      { atLeast: 1 },
      every,
    );
  const next = runs.map((outcome) => outcome.nextSendMs);
  const { expect } = test;
  if (expect.kind === 'unhinted') {
    const logged = expect.malformed
      ? [
          share(
            'malformed',
            runs.map((outcome) => outcome.malformed),
          ),
        ]
      : [];
    return [metric('next-send', 'ms', next, { atLeast: 100 }, every), ...logged];
  }
  if (expect.kind === 'waits') {
    return [
      metric('next-send', 'ms', next, { atLeast: expect.atLeastMs }, every),
      metric('next-send-latest', 'ms', next, { atMost: expect.atMostMs }, every),
    ];
  }
  const flagged = expect.flagged
    ? [
        share(
          'flagged',
          runs.map((outcome) => outcome.flagged),
        ),
      ]
    : [];
  const retryAfter = runs.map((outcome) => outcome.retryAfterMs);
  return [
    share(
      'deferred',
      runs.map((outcome) => outcome.deferred),
    ),
    metric('next-send', 'ms', next, { atLeast: expect.atLeastMs }, every),
    metric('retry-after', 'ms', retryAfter, { atLeast: expect.atLeastMs }, every),
    ...flagged,
  ];
}
