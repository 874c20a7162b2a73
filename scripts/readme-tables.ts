import { readFileSync } from 'node:fs';
import { between, configTable, feedsTable } from '../packages/cli/src/tables/connector-tables.ts';
import { type InstalledPlugin, installedPlugins, packagesFolder } from './installed-plugins.ts';

function filled(plugin: InstalledPlugin, readme: string): string {
  const { name, feeds = {}, config } = plugin;
  // Where a configuration describes the feeds there is none to tell of.
  const told = Object.keys(feeds).length === 0 ? readme : between(readme, 'feeds', feedsTable(name, feeds));
  return between(told, 'config', configTable(config, '../../docs/config.md'));
}

/** The README of every connector with its tables as feeds and schema say, by path from the root of the repository. */
export async function connectorReadmes(): Promise<ReadonlyMap<string, string>> {
  const connectors = (await installedPlugins()).filter(({ kind }) => kind === 'connector');
  return new Map(
    connectors.map((plugin) => {
      const readme = readFileSync(new URL(`${plugin.folder}/README.md`, packagesFolder), 'utf8');
      return [`packages/${plugin.folder}/README.md`, filled(plugin, readme)];
    }),
  );
}
