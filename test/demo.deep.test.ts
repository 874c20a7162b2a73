import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lakeDigest } from './lake-digest.ts';
import { runDemo } from './run-demo.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-demo-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('after all the faults of the demo the lake is the one a quiet day gives, byte for byte', {
  timeout: 240_000,
}, () => {
  for (const faults of ['on', 'off'] as const) expect(runDemo(join(folder, faults), faults).status).toBe(0);
  expect(lakeDigest(join(folder, 'on'))).toEqual(lakeDigest(join(folder, 'off')));
});
