import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFakeYoutube, type FakeYoutubeOptions, serveYoutube } from '@ledgerline/connector-youtube/mock';
import type { Clock, Logger, RoyaltyLineItem, RunEvent } from '@ledgerline/core';
import {
  builtinValidators,
  createLedgerline,
  createSystemClock,
  type RunSummary,
  readConfig,
  resolvePlugins,
} from '@ledgerline/core/runtime';
import filesystem from '@ledgerline/sink-filesystem';
import { onTestFinished } from 'vitest';

/** The system's monotonic clock with a wall that stands where the fake's does. */
function clockOf(wall: () => number): Clock {
  const system = createSystemClock();
  return {
    wall,
    mono: () => system.mono(),
    sleepUntil: (mono, signal) => system.sleepUntil(mono, signal),
    timer: (mono, callback) => system.timer(mono, callback),
  };
}

export interface SceneOptions {
  readonly feeds: readonly string[];
  readonly fake?: FakeYoutubeOptions;
  /** Over the config that leads to the fake. */
  readonly config?: object;
  readonly since?: string;
  readonly until?: string;
  readonly policy?: object;
}

/** A served fake, a lake in a temporary folder, and the real runtime between them; every run is a new process as far as Ledgerline knows. */
export async function createScene({ feeds, fake: fakeOptions, config, since, until, policy }: SceneOptions) {
  const fake = createFakeYoutube(fakeOptions);
  const served = await serveYoutube(fake);
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-youtube-'));
  const file = join(folder, 'ledgerline.yaml');
  const warnings: { message: string; fields: unknown }[] = [];
  const log: Logger = {
    debug() {},
    info() {},
    warn: (message, fields) => void warnings.push({ message, fields }),
    error() {},
    child: () => log,
  };
  onTestFinished(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const events: RunEvent[] = [];

  async function open() {
    const pipeline = {
      connector: fileURLToPath(new URL('../src/index.ts', import.meta.url)),
      accounts: ['lantern-row'],
      feeds,
      since: since ?? '2026-02-01',
      until: until ?? '2026-02-28',
      config: { ...fake.config(), ...config },
      policy: {
        retry: { baseMs: 1, maxMs: 5 },
        breaker: { kind: 'consecutive', threshold: 20, openBaseMs: 100, openMaxMs: 100 },
        budget: { ratio: 1, floorPerSec: 50 },
        ...policy,
      },
    };
    // JSON is YAML.
    writeFileSync(
      file,
      JSON.stringify({ sinks: { lake: { use: 'filesystem', path: './lake' } }, pipelines: { youtube: pipeline } }),
    );
    const loaded = await readConfig(file, { env: {} });
    const builtin = { sink: { filesystem }, validator: builtinValidators };
    const plugins = await resolvePlugins(loaded, { builtin });
    const clock = clockOf(() => fake.state.nowMs);
    return createLedgerline({ config: loaded, plugins, clock, log, onEvent: (event) => void events.push(event) });
  }

  async function using<T>(use: (ledgerline: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> {
    const ledgerline = await open();
    try {
      return await use(ledgerline);
    } finally {
      await ledgerline.close();
    }
  }

  return {
    fake,
    served,
    events,
    warnings,
    run: (): Promise<RunSummary> => using((ledgerline) => ledgerline.run()),
    plan: () => using((ledgerline) => ledgerline.plan()),
    /** Every committed line item. */
    items: () =>
      using(async (ledgerline) => {
        const sink = await ledgerline.openSink();
        const items: RoyaltyLineItem[] = [];
        for await (const { absolutePath } of sink.files()) {
          for (const line of readFileSync(absolutePath, 'utf8').split('\n'))
            if (line !== '') items.push(JSON.parse(line));
        }
        return items;
      }),
    manifests: () =>
      using(async (ledgerline) => Array.fromAsync((await ledgerline.openSink()).manifests({ history: true }))),
  };
}

/** Outcomes of the only pipeline as `period scope verdict effect code`. */
export function outcomes(summary: RunSummary): readonly string[] {
  const settled = summary.pipelines.youtube?.outcomes ?? [];
  return settled.map(({ report, verdict, effect, code }) =>
    [report.period, report.scope, verdict, effect, code].filter((part) => part !== undefined).join(' '),
  );
}

/** Exact sums of amounts by a key, in 10⁻¹² of a unit and without the code under test. */
export function sumBy(
  items: readonly RoyaltyLineItem[],
  key: (item: RoyaltyLineItem) => string,
): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const item of items) sums[key(item)] = (sums[key(item)] ?? 0n) + scaled(item.amount ?? '0');
  return sums;
}

/** A decimal text in whole 10⁻¹². */
export function scaled(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(12, '0'));
  return text.startsWith('-') ? -value : value;
}

/** A record of decimal texts in whole 10⁻¹². */
export function scaledAll(sums: Readonly<Record<string, string>>): Record<string, bigint> {
  return Object.fromEntries(Object.entries(sums).map(([key, text]) => [key, scaled(text)]));
}
