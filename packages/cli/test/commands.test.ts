import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../src/main.ts';
import { fakeHost } from './samples.ts';

let folder: string;

const connector = `export default { kind: 'connector', name: 'made-up', version: '1.0.0', dsp: 'made-up', summary: '', capabilities: {},
  config: { type: 'object', required: ['token'], properties: { token: { type: 'string', secret: true } } },
  policy: { id: 'made-up', version: 1, hosts: [], scopes: [], hints: [], classify: [], idempotentOps: [], auth: { refreshOn: [] }, policy: {} },
  feeds: { sales: { money: true, summary: '', grain: 'month', async *list() {}, read() {} } } };`;

const sink = `export default { kind: 'sink', name: 'void', version: '1.0.0', summary: '', config: { type: 'object', properties: {} },
  async open() { return { accepts: 'bytes', encoding: 'ndjson', async current() {}, async *manifests() {
    yield { report: { dsp: 'made-up', account: 'a', feed: 'sales', period: '2026-01', scope: '-' } }; }, files: async function* () {
    yield { path: 'a.ndjson', rows: 1, bytes: 2, sha256: '', absolutePath: '/lake/a.ndjson' }; }, deadLetters: async function* () {
    for (let line = 1; line < 4; line++) yield { id: 'd' + line, report: 'made-up/a/sales/2026-01/-', stage: 'validate', code: 'ISRC_INVALID',
      path: 'isrc', message: 'no ISRC', source: { object: 'o', record: line, line, byteOffset: 0 }, raw: 'tok-secret' }; },
    async close() {} }; } };`;

const yaml = `sinks: { lake: { use: ./sink.mjs } }
pipelines:
  p:
    connector: ./connector.mjs
    accounts: [a]
    config: { token: "\${TOKEN}" }
    since: 2026-01
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-cli-'));
  await writeFile(join(folder, 'connector.mjs'), connector);
  await writeFile(join(folder, 'sink.mjs'), sink);
  await writeFile(join(folder, 'ledgerline.yaml'), yaml);
  await writeFile(join(folder, 'wrong.yaml'), yaml.replace('since', 'sinse'));
});
afterAll(() => rm(folder, { recursive: true }));

async function cli(words: readonly string[], { file = 'ledgerline.yaml', token = 'tok-secret' } = {}) {
  const { host, written } = fakeHost({ env: { TOKEN: token } });
  return { code: await main([...words, '--config', join(folder, file)], host), ...written };
}

test('validate says what the configuration amounts to', async () => {
  const { code, out, err } = await cli(['validate']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('p         made-up    a        sales  lake');
});

test('a wrong configuration is refused with code 2, place and next step', async () => {
  const { code, out, err } = await cli(['run'], { file: 'wrong.yaml' });
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(`wrong.yaml:7:5  pipelines.p.sinse: unknown key; did you mean "since"?`);
  expect(err).toContain('next: mend the file');
  expect(err).not.toContain('    at ');
});

test('a missing configuration is refused with code 2', async () => {
  const { code, err } = await cli(['plan'], { file: 'none.yaml' });
  expect(code).toBe(2);
  expect(err).toContain('error CONFIG_NOT_FOUND: There is no configuration at');
});

test('an error is an object on standard output with --json', async () => {
  const { code, out } = await cli(['validate', '--json'], { token: '' });
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({ exitCode: 2, error: { code: 'CONFIG_ENV_MISSING', details: { line: 6 } } });
});

test('a run with nothing due ends with 0', async () => {
  const { code, out, err } = await cli(['run']);
  expect([code, err]).toEqual([0, 'p sales: 0 listed, 0 to do\n']);
  expect(out).toContain('nothing due in');
});

test('a quiet run with nothing due prints nothing', async () => {
  expect(await cli(['run', '--quiet'])).toEqual({ code: 0, out: '', err: '' });
});

test('a quiet check and a quiet plan of what is right print nothing', async () => {
  for (const word of ['validate', 'plan']) expect(await cli([word, '--quiet'])).toEqual({ code: 0, out: '', err: '' });
});

test('a run prints one object with --json', async () => {
  const { out } = await cli(['run', '--json', 'p']);
  expect(JSON.parse(out)).toMatchObject({ exitCode: 0, pipelines: { p: { outcomes: [] } } });
});

test('an unknown pipeline is refused with code 2', async () => {
  const { code, err } = await cli(['run', 'q']);
  expect(code).toBe(2);
  expect(err).toContain('error PIPELINE_UNKNOWN');
});

test('lake files prints the committed files and nothing else', async () => {
  expect(await cli(['lake', 'files'])).toEqual({ code: 0, out: '/lake/a.ndjson\n', err: '' });
});

test('dlq list prints reasons and places up to the limit, never the rows', async () => {
  const { code, out } = await cli(['dlq', 'list', '--limit', '2']);
  expect(code).toBe(0);
  expect(out).toContain('made-up/a/sales/2026-01/-  line 2  validate  ISRC_INVALID  isrc: no ISRC');
  expect(out).toContain('the first 2 rows; see more with --limit');
  expect(out).not.toContain('line 3');
});

test('secrets of the configuration are taken out of what is printed', async () => {
  const { out } = await cli(['dlq', 'list', '--json']);
  expect(out).not.toContain('tok-secret');
  expect(JSON.parse(out)).toMatchObject({ more: false, deadLetters: [{ raw: '[secret]' }, {}, {}] });
});

test('a sink that does not exist is refused with code 2', async () => {
  const { code, err } = await cli(['lake', 'files', '--sink', 'lak']);
  expect(code).toBe(2);
  expect(err).toContain('error SINK_UNKNOWN: there is no sink "lak"; there are lake');
});
