import { readFileSync } from 'node:fs';
import type { Feed } from '../packages/core/src/contracts/connector.ts';
import { type SettingRow, settingRows } from './config-schema-rows.ts';
import { type InstalledPlugin, installedPlugins, packagesFolder } from './installed-plugins.ts';
import { markdownTable, plainSchema, settingsTable } from './settings-table.ts';

const assumptionNote =
  '† The DSP documents no date; this is our assumption, and a report past it is late, never missing.';

/** Every feed of a connector. A feed without key or documents fails: half a row is no help. */
export function feedsTable(name: string, feeds: Readonly<Record<string, Feed<never>>>): string {
  const rows = Object.entries(feeds).map(([feed, { summary, money, key, documents, available }]) => {
    if (key === undefined || documents === undefined)
      throw new Error(`The feed ${name}/${feed} says no \`key\` or \`documents\` for its table.`);
    const due = available === undefined ? 'not known' : `${available.text}${available.assumed ? ' †' : ''}`;
    return [`\`${feed}\``, summary, money ? 'yes' : 'no', key, due, documents];
  });
  const table = markdownTable(['feed', 'grain', 'money', 'key within an account', 'due', 'documents'], rows);
  const isAssumed = Object.values(feeds).some(({ available }) => available?.assumed);
  return isAssumed ? `${table}\n\n${assumptionNote}` : table;
}

/** The settings of a connector; what belongs to one kind of a drop stands on the page of all settings only. */
export function configTable(config: object): string {
  const rows = settingRows(plainSchema(config));
  const kinds = rows.flatMap(({ key }) => (key.endsWith('.kind') ? [key.slice(0, -'.kind'.length)] : []));
  const isInside = ({ key }: SettingRow): boolean => kinds.some((block) => key.startsWith(`${block}.`));
  const shown = rows.flatMap((row) => {
    if (isInside(row)) return [];
    if (!kinds.includes(row.key)) return [row];
    const { type = '' } = rows.find(({ key }) => key === `${row.key}.kind`) ?? {};
    const description = `${row.description} Its \`kind\` is ${type}; the settings of each are in [all settings](../../docs/config.md).`;
    return [{ ...row, description }];
  });
  return settingsTable(shown);
}

/** The text with what stands between two markers replaced. Errors: an Error when a marker is not there. */
export function between(text: string, marker: string, content: string): string {
  const pattern = new RegExp(`(<!-- ${marker} -->\n)[^]*?(<!-- /${marker} -->)`);
  if (!pattern.test(text)) throw new Error(`There is no <!-- ${marker} --> … <!-- /${marker} --> to fill.`);
  return text.replace(pattern, (_, start: string, end: string) => `${start}\n${content}\n\n${end}`);
}

function filled(plugin: InstalledPlugin, readme: string): string {
  const { name, feeds = {}, config } = plugin;
  // Where a configuration describes the feeds there is none to tell of.
  const told = Object.keys(feeds).length === 0 ? readme : between(readme, 'feeds', feedsTable(name, feeds));
  return between(told, 'config', configTable(config));
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
