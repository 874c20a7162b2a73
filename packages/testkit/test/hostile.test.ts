import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connector } from '@ledgerline/core';
import {
  builtinValidators,
  createLedgerline,
  createSilentLogger,
  createSystemClock,
  readConfig,
  resolvePlugins,
} from '@ledgerline/core/runtime';
import filesystem from '@ledgerline/sink-filesystem';
import { type AnyConnector, hostile, readLake, type Toxics } from '@ledgerline/testkit/checks';
import { expect, test } from 'vitest';
import { createSample } from './sample/connector.ts';
import { createFakeDsp, key, origins } from './sample/fake-dsp.ts';

test('a mock is reached by its own origins, each connection with the faults it is meant to have', async () => {
  const fake = createFakeDsp({ rows: 3 });
  const world = await hostile(fake.handlers, (connection) =>
    connection === 1 ? [{ kind: 'reset', afterBytes: 10 }] : [],
  );
  try {
    const ask = () => world.fetch(`${origins.api}/reports`, { headers: { authorization: `Bearer ${key}` } });
    expect(await (await ask()).json()).toMatchObject({ total: 3, next: '1' });
    await expect(ask()).rejects.toThrow('fetch failed');
    expect((await ask()).status).toBe(200);
    expect(world.proxy.accepted).toBe(3);
  } finally {
    await world.close();
  }
});

const sample: AnyConnector = createSample();

/** Quick enough for a network without a virtual clock. */
const impatient = {
  retry: { baseMs: 5, maxMs: 20 },
  breaker: { kind: 'consecutive', threshold: 5, openBaseMs: 100, openMaxMs: 100 },
  budget: { ratio: 1, floorPerSec: 100 },
  timeout: { attemptMs: 2000, headersMs: 200, idleMs: 200 },
};

async function lakeBehind(toxics: Toxics) {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  const world = await hostile(createFakeDsp({ rows: 3000 }).handlers, toxics);
  try {
    const pipeline = {
      ...{ connector: 'sample', accounts: ['kit'], since: '2026-01', until: '2026-03' },
      ...{ policy: impatient, config: { label: 'kit', key } },
    };
    const file = join(folder, 'ledgerline.yaml');
    writeFileSync(
      file,
      JSON.stringify({ sinks: { lake: { use: 'filesystem', path: 'lake' } }, pipelines: { pipeline } }),
    );
    const config = await readConfig(file, { env: {} });
    const builtin = {
      connector: { sample: sample as Connector },
      sink: { filesystem },
      validator: builtinValidators,
    };
    const ledgerline = await createLedgerline({
      ...{ config, plugins: await resolvePlugins(config, { builtin }), fetch: world.fetch },
    });
    const { pipelines } = await ledgerline.run();
    await ledgerline.close();
    const sink = await filesystem.open(
      { path: join(folder, 'lake') },
      { clock: createSystemClock(), log: createSilentLogger() },
    );
    const lake = await readLake(sink, join(folder, 'lake'));
    await sink.close();
    return { error: pipelines.pipeline?.error, reports: [...lake].map(([id, { content }]) => `${id} ${content}`) };
  } finally {
    await world.close();
    rmSync(folder, { recursive: true });
  }
}

test('over real sockets that break in turn the lake is the one of a quiet network, byte for byte', async () => {
  const quiet = await lakeBehind([]);
  expect([quiet.error, quiet.reports.length]).toEqual([undefined, 3]);
  const faulty = await lakeBehind((connection) => {
    const kinds: Toxics[] = [
      [],
      [{ kind: 'reset', afterBytes: 0 }],
      [{ kind: 'slicer', bytes: 100 }],
      [{ kind: 'limit-data', bytes: 300 }],
      [{ kind: 'latency', delayMs: 5 }],
      [{ kind: 'blackhole', afterBytes: 200 }],
    ];
    const toxics = kinds[connection % kinds.length];
    return Array.isArray(toxics) ? toxics : [];
  });
  expect(faulty).toEqual(quiet);
});
