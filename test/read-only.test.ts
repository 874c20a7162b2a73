import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cannotDeny, runReadOnly } from './read-only.ts';
import { runCommand } from './run-command.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ledgerline-read-only-'));
const bare = mkdtempSync(join(tmpdir(), 'ledgerline-read-only-'));
const obstacle = cannotDeny(folder);

/** Commands that only look. */
const looking = ['status', 'reconcile', 'explain-total spotify 2026-03', 'dlq list', 'lake files', 'lake verify'];

beforeAll(() => {
  cpSync(join(root, 'examples/readme/sales-folder.yaml'), join(folder, 'ledgerline.yaml'));
  cpSync(join(root, 'test/fixtures/spotify-files'), join(folder, 'spotify-files'), { recursive: true });
  runCommand({ folder }, 'run', '--quiet');
  cpSync(join(folder, 'ledgerline.yaml'), join(bare, 'ledgerline.yaml'));
  cpSync(join(folder, 'lake'), join(bare, 'lake'), { recursive: true });
  // Copies often go without empty folders.
  for (const name of ['_staging', '_locks']) rmSync(join(bare, 'lake', name), { recursive: true });
}, 60_000);
afterAll(() => {
  for (const each of [folder, bare]) rmSync(each, { recursive: true, force: true });
});

test.skipIf(obstacle).each(looking)('`%s` says the same where nothing can be written', (line) => {
  const wanted = runCommand({ folder }, ...line.split(' '));
  expect(wanted.errors).toBe('');
  expect(runReadOnly(folder, ...line.split(' '))).toEqual(wanted);
});

/** Every other one where time is short: what is read of a lake without a state is the same for all. */
const needingLittle = looking.filter((_, at) => process.env.LEDGERLINE_DEEP !== undefined || at % 2 === 0);

test.skipIf(obstacle).each(needingLittle)('`%s` needs no state, nor the empty folders of a lake', (line) => {
  expect(runReadOnly(bare, ...line.split(' '))).toMatchObject({
    code: expect.toSatisfy((code) => code < 2),
    errors: '',
  });
});

test.skipIf(obstacle)('a run where nothing can be written says what, where and what to do', () => {
  const { code, errors } = runReadOnly(folder, 'run');
  expect(code).toBe(5);
  for (const words of [folder, 'cannot be written', 'nothing is committed', 'next: ']) expect(errors).toContain(words);
});
