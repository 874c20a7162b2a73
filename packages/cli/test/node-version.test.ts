import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nodeTooOld } from '../src/node-version.ts';

test.each(['18.20.8', '20.20.2', '22.14.0'])('Node %s is refused by name', (version) => {
  expect(nodeTooOld(version)).toBe(`ledgerline needs Node 22.15 or newer, this is ${version}; nothing was run.`);
});

test.each(['22.15.0', '24.0.0', '26.1.0'])('Node %s will do', (version) => {
  expect(nodeTooOld(version)).toBeUndefined();
});

test('the least Node is that of the manifest', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(manifest.engines.node).toMatch(/^\^22\.15 /);
});
