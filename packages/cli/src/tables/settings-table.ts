import type { SchemaPart, SettingRow } from './config-schema-rows.ts';

/** A table of Markdown; a bar within a cell is escaped. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

export function settingsTable(rows: readonly SettingRow[]): string {
  return markdownTable(
    ['key', 'type and range', 'unit', 'default', 'meaning'],
    rows.map(({ key, type, unit, byDefault, description }) => [`\`${key}\``, type, unit, byDefault, description]),
  );
}

/** A schema as plain JSON Schema. */
export function plainSchema(schema: object): SchemaPart {
  return JSON.parse(JSON.stringify(schema));
}
