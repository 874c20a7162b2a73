import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { readOptions } from '../bench/mock/options.ts';
import { runCommand } from './run-command.ts';

const main = fileURLToPath(new URL('../bench/mock/main.ts', import.meta.url));

/** The command as `npm run mock` starts it; resolves with its page once the last line is there. */
async function startMock(...words: readonly string[]) {
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  onTestFinished(() => void child.kill('SIGKILL')); // one that a failed test left running
  let text = '';
  const { promise: up, resolve, reject } = Promise.withResolvers<void>();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (text.includes('npm run ledgerline')) resolve();
  });
  child.once('close', () => reject(new Error(`the mock ended: ${text}`)));
  await up;
  return {
    page: text,
    /** Stops it as Ctrl-C does. */
    async stop() {
      child.kill('SIGINT');
      return { code: await ended, lastWords: text.trimEnd().split('\n').at(-1) };
    },
  };
}

/** The block that is there to be pasted. */
function configOf(page: string): string {
  return /^# ledgerline\.yaml: from here\n(.*)^# to here$/ms.exec(page)?.[1] ?? '';
}

function rowsOf(folder: string): number {
  const { output } = runCommand({ folder }, 'lake', 'files');
  const files = output.trim().split('\n');
  return files.reduce((rows, file) => rows + readFileSync(file, 'utf8').trim().split('\n').length, 0);
}

const served: readonly (readonly [dsp: string, rows: number])[] = [
  ['spotify', 366],
  ['apple', 160],
  ['amazon', 860],
  ['youtube', 50],
];
/** An API and a drop where time is short. */
const tried =
  process.env.LEDGERLINE_DEEP === undefined ? served.filter(([dsp]) => dsp === 'spotify' || dsp === 'amazon') : served;

test.each(tried)(
  'the command reads every row of a served %s by the config that is printed, faults or not',
  {
    timeout: 60_000,
  },
  async (dsp, rows) => {
    const folder = mkdtempSync(join(tmpdir(), 'ledgerline-mock-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const mock = await startMock(dsp, '--port', '0', '--fault', 'unavailable=0.1,reset=0.05', '--fault', 'latency=0.1');
    writeFileSync(join(folder, 'ledgerline.yaml'), configOf(mock.page));
    const ran = runCommand({ folder }, 'run');
    expect([ran.code, ran.errors.match(/failed|incomplete/)]).toEqual([0, null]);
    expect(rowsOf(folder)).toBe(rows);
    const curl = /^ {2}curl .*$/m.exec(mock.page)?.[0] ?? '';
    expect(curl).toMatch(/http:\/\/127\.0\.0\.1:\d+\//);
    expect(await mock.stop()).toEqual({ code: 0, lastWords: expect.stringMatching(/^Stopped after \d+ requests\.$/) });
  },
);

test('the signed address that is printed for the bucket is answered', async () => {
  const mock = await startMock('amazon', '--port', '0');
  const address = /^ {2}curl '(.*)'$/m.exec(mock.page)?.[1] ?? '';
  const answer = await fetch(address);
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<KeyCount>5</KeyCount>')]);
  await mock.stop();
});

test.each([
  [[], 'Name one DSP: spotify, apple, amazon, youtube; nothing was given.'],
  [['tidal'], 'Name one DSP: spotify, apple, amazon, youtube; tidal was given.'],
  [['apple', '--port', 'x'], '--port x: a port is a whole number'],
  [['apple', '--faults', 'bad'], '--faults bad: there is no such plan; there are none, rough, storm.'],
  [['apple', '--fault', 'trottle=1'], '--fault trottle=1: there is no fault "trottle"; there are throttle,'],
  [['apple', '--fault', 'cut=2'], '--fault cut=2: the share of cut is a number from 0 to 1'],
  [['apple', '--bogus'], "Unknown option '--bogus'."],
])('a command line that is wrong is told in one sentence: %j', (words, message) => {
  expect(() => readOptions(words)).toThrow(message);
});

test('what is wrong is one line, and the exit code is 2', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, 'tidal'], { encoding: 'utf8' });
  const said = 'Name one DSP: spotify, apple, amazon, youtube; tidal was given. See npm run mock -- --help.\n';
  expect([status, stdout, stderr]).toEqual([2, '', said]);
});

test('shares of single faults stand over those of the plan', () => {
  expect(readOptions(['apple', '--faults', 'rough', '--fault', 'throttle=1,cut=0', '--fault', 'hang=0.5'])).toEqual({
    dsp: 'apple',
    port: 4010,
    seed: '1',
    faults: { throttle: 1, unavailable: 0.05, reset: 0.03, cut: 0, latency: 0.2, hang: 0.5 },
  });
});

test('a port that is taken is told, and nothing stays open', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const { status, stderr } = spawnSync(process.execPath, [main, 'apple', '--port', String(port)], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([2, expect.stringContaining(`Port ${port} cannot be opened (EADDRINUSE)`)]);
});
