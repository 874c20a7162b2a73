import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const soak = fileURLToPath(new URL('../bench/soak-kill/main.ts', import.meta.url));

test('commands that are killed, and two at once, leave every row once: the short soak', {
  timeout: 120_000,
}, async () => {
  const words = [soak, '--json', '--scenario', 'reissue', '--rounds', '3', '--shared-rounds', '1'];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  const { checks, holds, steps } = JSON.parse(stdout);
  expect(checks.filter((check: { holds: boolean }) => !check.holds)).toEqual([]);
  expect([holds, checks.length, steps.length]).toEqual([true, 12, 3]);
});
