import assert from 'node:assert/strict';
import { isLedgerlineError, type JsonObject } from '@ledgerline/core';
import type { Theme } from '../check.ts';
import type { ConnectorKit } from '../connector-kit.ts';
import { misspelt, requiredKeys, without, withValue } from '../world/config-keys.ts';
import type { World } from '../world/world.ts';

/** The error a host gets for a configuration; undefined when it is taken. */
async function refusal(world: World, config: JsonObject): Promise<Error | undefined> {
  return world.resolve(config).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
}

function assertNamed(error: Error | undefined, path: readonly string[], what: string): void {
  const name = path.at(-1) ?? '';
  assert.ok(error, `${what}: the configuration was taken`);
  assert.ok(
    isLedgerlineError(error) && error.name === 'ConfigError',
    `${what}: ${error.name} instead of a ConfigError`,
  );
  assert.ok(error.message.includes(name), `${what}: the message does not name it: ${error.message}`);
}

export const configTheme: Theme<ConnectorKit> = (kit) => [
  {
    id: 'config/required',
    title: 'each required key that is dropped from the config is named by a ConfigError',
    run: () =>
      kit.inWorld(async (world) => {
        const keys = requiredKeys(kit.connector.config, world.config);
        assert.ok(keys.length > 0, 'the config requires nothing; then who is asked for whose reports?');
        for (const path of keys) {
          assertNamed(await refusal(world, without(world.config, path)), path, `without ${path.join('.')}`);
        }
      }),
  },
  {
    id: 'config/types',
    title: 'a value of the wrong type is named by a ConfigError',
    run: () =>
      kit.inWorld(async (world) => {
        for (const path of requiredKeys(kit.connector.config, world.config)) {
          const wrong = withValue(world.config, path, [[null]]);
          assertNamed(await refusal(world, wrong), path, `${path.join('.')} of the wrong type`);
        }
      }),
  },
  {
    id: 'config/unknown',
    title: 'a misspelt key is refused, not passed over',
    run: () =>
      kit.inWorld(async (world) => {
        for (const { config, key } of misspelt(kit.connector.config, world.config))
          assertNamed(await refusal(world, config), [key], key);
      }),
  },
];
