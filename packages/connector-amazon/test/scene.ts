import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFakeAmazon, type FakeAmazonOptions, serveAmazon } from '@ledgerline/connector-amazon/mock';
import type { RoyaltyLineItem, SyncOutcome } from '@ledgerline/core';
import { builtinValidators, createLedgerline, readConfig, resolvePlugins } from '@ledgerline/core/runtime';
import filesystem from '@ledgerline/sink-filesystem';
import { onTestFinished } from 'vitest';

export interface SceneOptions {
  readonly feed?: 'statements' | 'dsr';
  readonly kind?: 's3' | 'sftp';
  readonly fake?: FakeAmazonOptions;
  /** Over the config that leads to the fake. */
  readonly config?: object;
}

/** A served fake, a lake in a temporary folder, and the real runtime between them; every run is a new process as far as Ledgerline knows. */
export async function createScene({ feed = 'statements', kind = 's3', fake: options, config }: SceneOptions = {}) {
  const fake = createFakeAmazon(options);
  const served = await serveAmazon(fake);
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-amazon-'));
  const file = join(folder, 'ledgerline.yaml');
  onTestFinished(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function using<T>(use: (ledgerline: Awaited<ReturnType<typeof createLedgerline>>) => Promise<T>): Promise<T> {
    const pipeline = {
      connector: fileURLToPath(new URL('../src/index.ts', import.meta.url)),
      accounts: ['lantern-row'],
      feeds: [feed],
      since: '2026-07-01',
      until: '2026-07-31',
      config: { drop: served.drop(kind), currencies: [{ territory: 'DE', currency: 'EUR' }], ...config },
      policy: {
        retry: { baseMs: 1, maxMs: 5 },
        breaker: { kind: 'consecutive', threshold: 20, openBaseMs: 100, openMaxMs: 100 },
        budget: { ratio: 1, floorPerSec: 50 },
      },
    };
    // JSON is YAML.
    const text = JSON.stringify({
      sinks: { lake: { use: 'filesystem', path: './lake' } },
      pipelines: { amazon: pipeline },
    });
    writeFileSync(file, text);
    const loaded = await readConfig(file, { env: {} });
    const plugins = await resolvePlugins(loaded, { builtin: { sink: { filesystem }, validator: builtinValidators } });
    const ledgerline = await createLedgerline({ config: loaded, plugins });
    try {
      return await use(ledgerline);
    } finally {
      await ledgerline.close();
    }
  }

  return {
    fake,
    served,
    /** One run; the outcomes of its reports by object. */
    run: () =>
      using(async (ledgerline) => {
        const summary = await ledgerline.run();
        const outcomes = Object.values(summary.pipelines).flatMap((pipeline) => [...pipeline.outcomes]);
        return new Map<string, SyncOutcome>(outcomes.map((outcome) => [outcome.object, outcome]));
      }),
    plan: () => using((ledgerline) => ledgerline.plan()),
    /** Every committed line item, by report and line. */
    items: () =>
      using(async (ledgerline) => {
        const sink = await ledgerline.openSink();
        const items: RoyaltyLineItem[] = [];
        for await (const { absolutePath } of sink.files()) {
          for (const line of readFileSync(absolutePath, 'utf8').split('\n'))
            if (line !== '') items.push(JSON.parse(line));
        }
        const key = ({ source }: RoyaltyLineItem): string => `${source.report} ${String(source.line).padStart(9, '0')}`;
        return items.sort((left, right) => (key(left) < key(right) ? -1 : 1));
      }),
    /** The findings of the report in force, by code. */
    findings: () =>
      using(async (ledgerline) => {
        const sink = await ledgerline.openSink();
        const codes: string[] = [];
        for await (const manifest of sink.manifests()) codes.push(...manifest.findings.map(({ code }) => code));
        return codes;
      }),
  };
}

/** The one outcome of a run. */
export function only(outcomes: ReadonlyMap<string, SyncOutcome>): SyncOutcome {
  const [outcome, ...more] = outcomes.values();
  if (outcome === undefined || more.length > 0)
    throw new Error(`${outcomes.size} outcomes: ${[...outcomes.keys()].join(', ')}`);
  return outcome;
}
