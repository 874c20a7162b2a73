import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { salesFileChunks } from '@ledgerline/connector-spotify/mock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { committedFiles, lakeDigest } from './lake-digest.ts';
import { commandFile, runCommand } from './run-command.ts';

const rows = 60_000;
let folder = '';
let whole: Record<string, string> = {};
const config = [
  'sinks: { lake: { use: filesystem, path: ./lake } }',
  'pipelines:',
  '  sales:',
  '    connector: spotify',
  '    feeds: [sales]',
  '    accounts: [my-label]',
  '    config: { sales: { drop: { kind: directory, path: ../files } } }',
  '    since: 2026-01',
  '    checkpointRows: 8192',
];

function project(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, 'ledgerline.yaml'), config.join('\n'));
  return path;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-kill-'));
  mkdirSync(join(folder, 'files'));
  const file = createWriteStream(join(folder, 'files', 'lanternrow-track-for-streaming-202603.txt.gz'));
  const gzip = createGzip({ level: 1 });
  gzip.pipe(file);
  for (const chunk of salesFileChunks({ period: '2026-03', rows, missingIsrcEvery: 91 })) gzip.write(chunk);
  gzip.end();
  await new Promise<void>((done) => file.once('close', done));
  const undisturbed = project('whole');
  expect(runCommand({ folder: undisturbed }, 'run', '--json').code).toBe(0);
  whole = lakeDigest(undisturbed);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether the staging of a project has a checkpoint. */
function hasCheckpoint(path: string): boolean {
  const staging = join(path, 'lake', '_staging');
  if (!existsSync(staging)) return false;
  return readdirSync(staging, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('checkpoint.json'));
}

for (const signal of ['SIGKILL', 'SIGINT'] as const)
  test(`after ${signal} in mid-report the next run goes on from a checkpoint and writes the same bytes`, {
    timeout: 90_000,
  }, async () => {
    const stopped = project(signal);
    const child = spawn(process.execPath, [commandFile, 'run', '--quiet'], { cwd: stopped, stdio: 'ignore' });
    const ended = new Promise((done) => child.once('close', (code, by) => done(by ?? code)));
    while (!hasCheckpoint(stopped) && child.exitCode === null) await pause(5);
    child.kill(signal);
    expect(await ended).toBe(signal === 'SIGKILL' ? 'SIGKILL' : 130);
    expect(hasCheckpoint(stopped)).toBe(true);
    expect(committedFiles(stopped)).toEqual([]);
    const resumed = runCommand({ folder: stopped }, 'run', '--json');
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.output).totals.accepted).toBe(rows);
    expect(lakeDigest(stopped)).toEqual(whole);
  });
