import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import apple from '@ledgerline/connector-apple';
import { createFakeApple, type FakeApple, type FakeAppleOptions, serveApple } from '@ledgerline/connector-apple/mock';
import type { Clock, Connector, LogFields, Logger, Manifest, SyncOutcome } from '@ledgerline/core';
import {
  builtinValidators,
  createLedgerline,
  createSystemClock,
  readConfig,
  resolvePlugins,
} from '@ledgerline/core/runtime';
import filesystem from '@ledgerline/sink-filesystem';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';

/** The runtime knows plugins by their shape only, as when it loads them by name. */
const loaded: { readonly apple: unknown } = { apple };
const untyped = loaded.apple as Connector;

/** Quicker than the default, because the fake asks for no patience. */
const quick = {
  retry: { baseMs: 5, maxMs: 50, maxThrottles: 5 },
  breaker: { kind: 'consecutive', threshold: 20, openBaseMs: 100, openMaxMs: 200 },
  budget: { ratio: 1, floorPerSec: 100 },
};

export interface Setting {
  /** ISO instant of every clock in the test, the fake's included. */
  readonly now: string;
  readonly fake?: Omit<FakeAppleOptions, 'now'>;
}

export interface RunOptions {
  readonly feed: string;
  readonly since: string;
  readonly until: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

export interface Ran {
  readonly outcomes: readonly SyncOutcome[];
  readonly skipped: readonly { readonly object: string; readonly reason: string }[];
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly manifests: readonly Manifest[];
  /** Every accepted row of the lake. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly warnings: readonly (readonly [event: string, fields: LogFields | undefined])[];
}

/** A fake Apple on a port, a lake in a folder, and the real runtime between them. */
export async function startApple({ now, fake: options }: Setting) {
  const time = { wallMs: Date.parse(now) };
  const fake: FakeApple = createFakeApple({ ...options, now: () => time.wallMs });
  const served = await serveApple(fake);
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-apple-'));
  onTestFinished(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const system = createSystemClock();
  const clock: Clock = {
    wall: () => time.wallMs,
    mono: () => system.mono(),
    sleepUntil: (mono, signal) => system.sleepUntil(mono, signal),
    timer: (mono, callback) => system.timer(mono, callback),
  };
  let runs = 0;

  async function run({ feed, since, until, config }: RunOptions): Promise<Ran> {
    runs += 1;
    const file = join(folder, 'ledgerline.yaml');
    const pipeline = { connector: 'apple', accounts: ['label'], feeds: [feed], policy: 'quick', since, until };
    writeFileSync(
      file,
      stringify({
        sinks: { lake: { use: 'filesystem', path: './lake' } },
        policies: { quick },
        pipelines: { apple: { ...pipeline, config: { ...fake.config(), ...config } } },
      }),
    );
    const checked = await readConfig(file, { env: {} });
    const builtin = {
      connector: { apple: untyped },
      sink: { filesystem },
      validator: builtinValidators,
    };
    const plugins = await resolvePlugins(checked, { builtin });
    const warnings: (readonly [string, LogFields | undefined])[] = [];
    const log: Logger = {
      debug: () => undefined,
      info: () => undefined,
      warn: (event, fields) => void warnings.push([event, fields]),
      error: () => undefined,
      child: () => log,
    };
    const ledgerline = await createLedgerline({ config: checked, plugins, clock, log, run: `run-${runs}` });
    try {
      const summary = await ledgerline.run();
      const { outcomes = [], skipped = [], error } = summary.pipelines.apple ?? {};
      const sink = await ledgerline.openSink();
      const manifests = await Array.fromAsync(sink.manifests());
      const files = await Array.fromAsync(sink.files());
      const rows = files.flatMap(({ absolutePath }) =>
        readFileSync(absolutePath, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>),
      );
      return { outcomes, skipped, error, manifests, rows, warnings };
    } finally {
      await ledgerline.close();
    }
  }

  const setNow = (instant: string): void => {
    time.wallMs = Date.parse(instant);
  };
  return { fake, run, setNow };
}
