import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeFileSystem } from '../src/node-fs-system.ts';
import type { StepName } from '../src/steps.ts';
import { replayFirst } from './amendments.ts';
import { replaying } from './step-orders.ts';
import { document, ingest, key, openTestLake, visible } from './world.ts';

const doc = document('first', 60, ['DE', 'FR', 'US', 'JP']);
const config = (path: string) => ({ path, maxPartRows: 50 });
let folder = '';
let before = '';
let after = '';

/** Each costs a process of its own, so that most are left to the deep tests. */
const steps: readonly StepName[] =
  process.env.LEDGERLINE_DEEP === undefined
    ? ['amend:begin', 'commit:before-rename', 'commit:after-rename', 'publish:part', 'staging:remove']
    : replaying;

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const dataOf = async (path: string) => (await visible(nodeFileSystem, path)).replaceAll(path, '');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'amend-'));
  const origin = join(folder, 'origin');
  await ingest(await openTestLake(config(origin)), doc);
  before = await dataOf(origin);
  cpSync(origin, join(folder, 'whole'), { recursive: true });
  await replayFirst(await openTestLake(config(join(folder, 'whole'))), doc);
  after = await dataOf(join(folder, 'whole'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(steps)(
  'a replay killed at %s is all there or not at all, and ends as one that was never killed',
  async (step) => {
    const path = join(folder, step.replace(':', '-'));
    cpSync(join(folder, 'origin'), path, { recursive: true });
    const child = spawn(
      process.execPath,
      ['--import', here('sources.mjs'), '--disable-warning=ExperimentalWarning', here('amend-child.ts'), path, step],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = new Promise((done) => child.once('close', (_, signal) => done(signal)));
    child.stdout.once('data', () => child.kill('SIGKILL'));
    expect(await ended).toBe('SIGKILL');
    expect([before, after]).toContain(await dataOf(path));
    const lake = await openTestLake(config(path));
    if ((await lake.current(key))?.sequence === 1) await replayFirst(lake, doc);
    expect(await dataOf(path)).toBe(after);
    expect(readdirSync(join(path, '_staging'))).toEqual([]);
  },
);
