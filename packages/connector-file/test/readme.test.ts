import { readFileSync } from 'node:fs';
import { portalPresets, standardColumns } from '@ledgerline/connector-file';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README names every preset with its source, and every column of the standard with its meaning', () => {
  for (const { name } of portalPresets) expect(readme).toContain(`| \`${name}\` | `);
  for (const source of new Set(portalPresets.map((preset) => preset.source))) expect(readme).toContain(source);
  for (const [name, , need, meaning] of standardColumns)
    expect(readme).toContain(`| \`${name}\` | ${need} | ${meaning === '' ? '' : `${meaning} `}|`);
});
