import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingRows } from '../packages/cli/src/tables/config-schema-rows.ts';
import { configPage, configPagePath } from '../scripts/config-page.ts';

test('the page of settings is what the schemas say', async () => {
  const written = readFileSync(new URL(`../${configPagePath}`, import.meta.url), 'utf8');
  expect(written, `${configPagePath} is not current: npm run docs:config`).toBe(await configPage());
});

test('every setting has a meaning', async () => {
  const rows = (await configPage()).split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.filter((line) => line.endsWith('|  |'))).toEqual([]);
});

test('a setting is told with its range, unit and default, and blocks are told by their members', () => {
  const schema = {
    type: 'object',
    required: ['waitMs', 'mode'],
    properties: {
      waitMs: { type: 'integer', minimum: 1, maximum: 9, default: 3, description: 'How long. Units: ms.' },
      mode: { anyOf: [{ const: 'a' }, { const: 'b' }], description: 'Which.' },
      part: { type: 'object', properties: { share: { type: 'number', exclusiveMinimum: 0 } }, description: 'A part.' },
    },
  };
  expect(settingRows(schema)).toEqual([
    { key: 'waitMs', type: 'whole number ≥ 1, ≤ 9', unit: 'ms', byDefault: '`3`', description: 'How long.' },
    { key: 'mode', type: '`a` or `b`', unit: '', byDefault: 'required', description: 'Which.' },
    { key: 'part', type: 'block', unit: '', byDefault: '', description: 'A part.' },
    { key: 'part.share', type: 'number > 0', unit: '', byDefault: '', description: '' },
  ]);
});

test('what only one alternative of a union has names that alternative, what all have stands once', () => {
  const alternative = (kind: string, own: string) => ({
    type: 'object',
    required: ['kind'],
    description: `Kind ${kind}.`,
    properties: { kind: { const: kind }, both: { type: 'boolean' }, [own]: { type: 'string', description: 'Own.' } },
  });
  const schema = { properties: { how: { anyOf: [alternative('x', 'left'), alternative('y', 'right')] } } };
  expect(settingRows(schema).map(({ key, description }) => [key, description])).toEqual([
    ['how', ''],
    ['how.kind', '`x`: Kind x. `y`: Kind y.'],
    ['how.both', ''],
    ['how.left', 'Only `x`. Own.'],
    ['how.right', 'Only `y`. Own.'],
  ]);
});
