import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyConnector, Check } from '@ledgerline/testkit/checks';
import { between, configTable, feedsTable } from '../../tables/connector-tables.ts';
import type { ConnectorPackage } from '../connector-package.ts';

/** The README's tables are what feeds and schema say; with `write` they are made so. */
export function readmeCheck({ folder }: ConnectorPackage, connector: AnyConnector, write: boolean): Check {
  return {
    id: 'readme/tables',
    title: 'the tables of feeds and settings in the README are what the connector declares',
    run: async () => {
      const file = join(folder, 'README.md');
      assert.ok(existsSync(file), 'there is no README.md');
      const text = readFileSync(file, 'utf8');
      const { name, feeds, config } = connector;
      const wanted = between(between(text, 'feeds', feedsTable(name, feeds)), 'config', configTable(config));
      if (wanted === text) return;
      assert.ok(write, 'they are not; `ledgerline connector check --write` writes them');
      writeFileSync(file, wanted);
    },
  };
}
