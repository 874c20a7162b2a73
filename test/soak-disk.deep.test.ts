import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const soak = fileURLToPath(new URL('../bench/soak-disk/main.ts', import.meta.url));

test('real disks that are small, read-only, full or limited leave the old lake or the new: the short soak', {
  timeout: 120_000,
}, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [soak, '--json', '--part', 'real', '--steps', '2']);
  const { checks, holds, skipped, violations } = JSON.parse(stdout);
  expect(violations).toEqual([]);
  expect([holds, checks.length + skipped.length]).toEqual([true, 6]);
});
