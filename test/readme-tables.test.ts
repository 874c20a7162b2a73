import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { between, configTable, feedsTable } from '../packages/cli/src/tables/connector-tables.ts';
import { connectorReadmes } from '../scripts/readme-tables.ts';

test('the tables of every connector README are what its feeds and its schema say', async () => {
  const readmes = await connectorReadmes();
  expect(readmes.size).toBeGreaterThanOrEqual(4);
  for (const [path, text] of readmes) {
    const written = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
    expect(written, `${path} is not current: npm run docs:config`).toBe(text);
  }
});

test('a feed that does not say its key has no row', () => {
  const feed = { money: true, summary: 'Rows.', grain: 'day' } as const;
  expect(() => feedsTable('x', { daily: feed })).toThrow('x/daily');
});

test('a union by kind is told by its kinds, and its settings are left to the page of all settings', () => {
  const kind = (name: string, own: string) => ({
    ...{ type: 'object', required: ['kind'], description: `A ${name}.` },
    properties: { kind: { const: name }, [own]: { type: 'string', description: 'Own.' } },
  });
  const drop = { anyOf: [kind('folder', 'path'), kind('bucket', 'region')], description: 'Where files are left.' };
  const table = configTable({ type: 'object', properties: { drop, prefix: { type: 'string', description: 'A|B' } } });
  expect(table.split('\n').map((line) => line.split(' | ')[0])).toEqual([
    ...['| key', '|---|---|---|---|---|', '| `drop`', '| `prefix`'],
  ]);
  expect(table).toContain('`folder` or `bucket`');
  expect(table).toContain('A\\|B');
});

test('only what stands between the markers is replaced, and markers that are missing are told', () => {
  const text = 'a\n<!-- feeds -->\nold\n<!-- /feeds -->\nb\n';
  expect(between(text, 'feeds', '$& new')).toBe('a\n<!-- feeds -->\n\n$& new\n\n<!-- /feeds -->\nb\n');
  expect(() => between(text, 'config', '')).toThrow('<!-- config -->');
});
