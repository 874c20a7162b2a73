import assert from 'node:assert/strict';
import type { Theme } from '../check.ts';
import { asFault, type ConnectorKit } from '../connector-kit.ts';
import { errorTexts, secretsIn, surfacesOf } from '../world/secrets.ts';
import type { World } from '../world/world.ts';

/** Makes every kind of trouble that messages are written about, with the DSP quoting the credential back. */
function trouble(world: World, secrets: readonly string[]): void {
  const { faults } = world.wire;
  const { answers } = world.upstream;
  const body = JSON.stringify({ error: { message: `rejected ${secrets.join(' ')}` } });
  faults.add({ at: 'document', nth: [2, 3] }, { kind: 'status', status: 500, body });
  faults.add({ at: 'listing', nth: 2 }, { kind: 'status', status: 502, body });
  faults.add({ at: 'document', from: 5 }, { kind: 'status', status: 418, body });
  faults.add({ at: 'document', nth: 4 }, { kind: 'cut', afterBytes: 10 });
  for (const name of ['tokenExpired', 'addressExpired', 'notReady'] as const) {
    const special = answers[name]?.();
    if (special === undefined) continue;
    const [at, fault] = asFault(name, special);
    faults.add({ at, nth: name === 'addressExpired' ? [1, 2, 3, 4, 5] : 3 }, fault);
  }
}

async function assertSilent(world: World, texts: ReadonlyMap<string, string>, what: string): Promise<void> {
  const { plugins } = await world.resolve();
  const secrets = secretsIn(world.wire.requests, plugins.secrets);
  for (const [where, text] of texts) {
    const leaked = secrets.find(({ value }) => text.includes(value));
    assert.ok(leaked === undefined, `${what}: ${leaked?.kind} stands in ${where}`);
  }
}

export const secretsTheme: Theme<ConnectorKit> = (kit) => [
  {
    id: 'secrets/quiet',
    title: 'no secret, token or signature stands in logs, audit, state, manifests or rows',
    run: () =>
      kit.inWorld(async (world) => {
        await world.run();
        await assertSilent(world, surfacesOf(world), 'a quiet day');
      }),
  },
  {
    id: 'secrets/trouble',
    title: 'no secret, token or signature stands in errors or logs when everything fails and the DSP quotes them',
    run: () =>
      kit.inWorld(async (world) => {
        const { plugins } = await world.resolve();
        trouble(world, plugins.secrets);
        const { summary, events } = await world.run();
        const said = [...errorTexts(summary), ...events.map((event) => JSON.stringify(event))].join('\n');
        await assertSilent(world, new Map([...surfacesOf(world), ['the run summary', said]]), 'a bad day');
      }),
  },
];
