import type { Availability } from '@ledgerline/core';
import { type SettingRow, settingRows } from './config-schema-rows.ts';
import { markdownTable, plainSchema, settingsTable } from './settings-table.ts';

/** What the feeds table tells of a feed. */
export interface ToldFeed {
  readonly summary: string;
  readonly money: boolean;
  readonly key?: string;
  readonly documents?: string;
  readonly available?: Availability;
}

const assumptionNote =
  '† The DSP documents no date; this is our assumption, and a report past it is late, never missing.';

/** Every feed of a connector. A feed without key or documents fails: half a row is no help. */
export function feedsTable(name: string, feeds: Readonly<Record<string, ToldFeed>>): string {
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
export function configTable(config: object, allSettings?: string): string {
  const rows = settingRows(plainSchema(config));
  const kinds = rows.flatMap(({ key }) => (key.endsWith('.kind') ? [key.slice(0, -'.kind'.length)] : []));
  const isInside = ({ key }: SettingRow): boolean => kinds.some((block) => key.startsWith(`${block}.`));
  const shown = rows.flatMap((row) => {
    if (isInside(row)) return [];
    if (!kinds.includes(row.key)) return [row];
    const { type = '' } = rows.find(({ key }) => key === `${row.key}.kind`) ?? {};
    const where = allSettings === undefined ? '' : `; the settings of each are in [all settings](${allSettings})`;
    const description = `${row.description} Its \`kind\` is ${type}${where}.`;
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
