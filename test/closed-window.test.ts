import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createFakeSpotify, serveSpotify } from '@ledgerline/connector-spotify/mock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commandFile, runBeside } from './run-command.ts';

const tonspur = fileURLToPath(new URL('../examples/readme/connector.ts', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-window-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A pipeline over the fake's streams; `more` are further lines of its config. */
function streams(bulk: object, more: readonly string[] = []): string[] {
  return [
    '  streams:',
    '    connector: spotify',
    '    feeds: [streams]',
    '    accounts: [a]',
    `    config: { bulk: ${JSON.stringify(bulk)} }`,
    '    since: 2026-03',
    ...more,
  ];
}

function writeConfig(...lines: readonly string[]): void {
  writeFileSync(
    join(folder, 'ledgerline.yaml'),
    `${['sinks: { lake: { use: filesystem, path: ./lake } }', 'pipelines:', ...lines].join('\n')}\n`,
  );
}

/** Starts a run that is not expected to end by itself. */
function startRun() {
  const child = spawn(process.execPath, [commandFile, 'run'], { cwd: folder });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = new Promise<number | string | null>((done) =>
    child.once('close', (code, signal) => done(signal ?? code)),
  );
  return { kill: (signal: NodeJS.Signals) => child.kill(signal), ended, output: () => output };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition() && tries < 1000; tries += 1) await pause(10);
  expect(condition()).toBe(true);
}

test('killed inside a window of an hour, the next run sends nothing there and says when it may', {
  timeout: 30_000,
}, async () => {
  const fake = createFakeSpotify();
  const served = await serveSpotify(fake);
  try {
    fake.faults.add({ origin: 'api', nth: 1 }, { kind: 'throttle', retryAfter: '3600' });
    const patient = '    policy: { retryAfter: { maxWaitMs: 86400000 }, deadlineMs: 86400000 }';
    writeConfig(...streams(fake.bulkConfig(), [patient]));
    const first = startRun();
    await until(() => fake.requests.some(({ status }) => status === 429));
    await pause(300);
    first.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    const before = fake.requests.length;
    writeConfig(...streams(fake.bulkConfig()));
    const second = await runBeside({ folder }, 'run');
    expect(fake.requests.length).toBe(before);
    expect(second.code).toBe(3);
    expect(second.output + second.errors).toMatch(/run again after \d{4}-\d\d-\d\d/);
  } finally {
    await served.close();
  }
});

test('ten minutes of silence at one DSP delay no request to another, and Ctrl-C ends the wait at once', {
  timeout: 30_000,
}, async () => {
  const fake = createFakeSpotify();
  const served = await serveSpotify(fake);
  let asked = 0;
  const closed = createServer((_request, response) => {
    asked += 1;
    response.writeHead(429, { 'retry-after': '600' }).end();
  });
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  try {
    const base = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    const quiet = [
      '  tonspur:',
      `    connector: ${tonspur}`,
      '    accounts: [a]',
      `    config: { baseUrl: '${base}', token: a-token }`,
      '    since: 2026-03',
    ];
    writeConfig(...quiet, ...streams(fake.bulkConfig(), ['    policy: { rate: [] }']));
    const run = startRun();
    await until(() => (run.output().match(/streams committed/g)?.length ?? 0) === 3);
    expect(asked).toBe(1);
    run.kill('SIGINT');
    expect(await run.ended).toBe(130);
    expect(asked).toBe(1);
  } finally {
    closed.closeAllConnections();
    closed.close();
    await served.close();
  }
});
