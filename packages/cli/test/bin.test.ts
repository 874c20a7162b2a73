import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-bin-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command in an empty folder; `onOut` may answer to what it prints. */
function ledgerline(
  words: readonly string[],
  onErr?: (text: string, kill: () => void) => void,
  options: { readonly engine?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { engine = [], env = {} } = options;
    const child = spawn(process.execPath, [...engine, bin, ...words], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: '1', ...env },
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
      onErr?.(err, () => child.kill('SIGINT'));
    });
    child.on('error', reject).on('close', (code) => resolve({ code, out, err }));
  });
}

test('the built command prints its version', async () => {
  const { code, out } = await ledgerline(['--version']);
  expect([code, out]).toEqual([0, '0.1.0\n']);
});

test('the built command tells what is missing and ends with 2', async () => {
  expect(await ledgerline(['run'])).toEqual({
    code: 2,
    out: '',
    err: [
      'error CONFIG_NOT_FOUND: There is no configuration at ledgerline.yaml; write one, or name another with --config.',
      '  at ledgerline.yaml',
      '  next: write a ledgerline.yaml here (`ledgerline init` does), or name another file with --config\n',
    ].join('\n'),
  });
});

const teller = 'data:text/javascript,console.error("start",process.pid,process.execArgv.join())';

test.skipIf(process.platform === 'win32')(
  'a run starts itself again in its process with a small young generation, unless its size is given',
  async () => {
    const engine = ['--import', teller];
    const once = await ledgerline(['run'], undefined, { engine, env: { NODE_OPTIONS: '' } });
    const [first = '', second = ''] = once.err.split('\n');
    expect([first, second]).toEqual([
      expect.stringMatching(/^start \d+ --import/),
      expect.stringMatching(/--max-semi-space-size=1$/),
    ]);
    expect(second.split(' ')[1]).toBe(first.split(' ')[1]);
    expect([once.code, once.err.match(/^start/gm)?.length]).toEqual([2, 2]);
    const given = await ledgerline(['run'], undefined, { engine, env: { NODE_OPTIONS: '--max-semi-space-size=8' } });
    expect([given.code, given.err.match(/^start/gm)?.length]).toEqual([2, 1]);
    const looking = await ledgerline(['status'], undefined, { engine, env: { NODE_OPTIONS: '' } });
    expect(looking.err.match(/^start/gm)?.length).toBe(1);
  },
);

test('short names of the packages that come with the command are found from any folder', async () => {
  const { code, out, err } = await ledgerline(['schema']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('"const": "spotify"');
  expect(out).toContain('"const": "filesystem"');
});

test('an unknown connector is refused with its place and the nearest name', async () => {
  await writeFile(
    join(folder, 'typo.yaml'),
    'sinks: { lake: { use: filesystem, path: lake } }\npipelines:\n  p: { connector: spotfy, accounts: [a], since: 2026-01 }\n',
  );
  const { code, err } = await ledgerline(['validate', '-c', 'typo.yaml']);
  expect(code).toBe(2);
  expect(err).toContain(
    'error PLUGIN_UNKNOWN: pipelines.p.connector: there is no connector "spotfy"; did you mean "spotify"?',
  );
  expect(err).toContain('at typo.yaml:3:19');
});

test('a run that is interrupted stops and ends with 130', async () => {
  await writeFile(
    join(folder, 'endless.mjs'),
    `export default { kind: 'connector', name: 'endless', version: '1.0.0', dsp: 'endless', summary: '', capabilities: {},
      config: { type: 'object', properties: {} }, policy: { id: 'endless', version: 1, hosts: [], scopes: [], hints: [], classify: [],
      idempotentOps: [], auth: { refreshOn: [] }, policy: {} }, feeds: { sales: { money: true, summary: '', grain: 'month',
      async *list({ signal }) { console.error('listing'); await new Promise((_, reject) => {
        const open = setInterval(() => undefined, 1000);
        signal.addEventListener('abort', () => { clearInterval(open); reject(signal.reason); }); }); }, read() {} } } };`,
  );
  await writeFile(
    join(folder, 'endless.yaml'),
    'sinks: { lake: { use: filesystem, path: lake } }\npipelines:\n  p: { connector: ./endless.mjs, accounts: [a], since: 2026-01 }\n',
  );
  let asked = false;
  const { code, err } = await ledgerline(['run', '-c', 'endless.yaml'], (text, kill) => {
    if (asked || !text.includes('listing')) return;
    asked = true;
    kill();
  });
  expect(err).toContain('Stopping at the next checkpoint');
  expect(code).toBe(130);
});
