import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { main, questions, toolVersions } from '@ledgerline/create-connector';
import { afterEach, beforeEach, expect, test } from 'vitest';

let cwd = '';
let said: string[] = [];
let complained: string[] = [];

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'ledgerline-create-'));
  said = [];
  complained = [];
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const all = [
  '--name',
  'nimbus',
  '--dsp',
  'Nimbus Music',
  '--auth',
  'bearer',
  '--listing',
  'cursor',
  '--format',
  'csv.gz',
];

function run(words: readonly string[], keys?: readonly string[]): Promise<number> {
  const host = { cwd, say: (text: string) => said.push(text), complain: (text: string) => complained.push(text) };
  return main(words, keys === undefined ? host : { ...host, terminal: typist(keys) });
}

/** Presses a key for each question as soon as it is on the screen; what is typed before goes to nobody. */
function typist(keys: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const asked = questions.slice(-keys.length);
  const waiting = [...keys];
  let drawn = '';
  output.on('data', (chunk: Buffer) => {
    drawn += chunk.toString('utf8');
    const message = asked[keys.length - waiting.length]?.message;
    if (message === undefined || !drawn.includes(message)) return;
    drawn = '';
    const key = waiting.shift();
    setImmediate(() => input.write(key));
  });
  return { input, output };
}

test('flags alone write a package with the rooms that every connector has', async () => {
  expect(await run(all)).toBe(0);
  const folder = join(cwd, 'ledgerline-connector-nimbus');
  const rooms = ['index', 'connector', 'config', 'client', 'records', 'policy', 'mock', 'mock/upstream'];
  for (const room of rooms) expect(existsSync(join(folder, 'src', `${room}.ts`)), room).toBe(true);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({
    ...{ name: 'ledgerline-connector-nimbus', license: 'MIT', publishConfig: { access: 'public', provenance: true } },
    ...{ keywords: expect.arrayContaining(['ledgerline-connector']) },
    peerDependencies: { '@ledgerline/core': expect.stringMatching(/^\^/) },
  });
  expect(said.join('')).toContain('npm install');
});

test('what is not given is asked for, one question after the other', async () => {
  const enter = '\r';
  expect(await run(all.slice(0, 4), [enter, enter, enter])).toBe(0);
  expect(readdirSync(cwd)).toEqual(['ledgerline-connector-nimbus']);
});

test('nothing is written when whoever is asked breaks off', async () => {
  expect(await run(all.slice(0, 8), ['\u0003'])).toBe(130);
  expect(readdirSync(cwd)).toEqual([]);
});

test('where nobody can be asked, every missing or wrong answer is named with what there is to choose from', async () => {
  expect(await run(['--name', 'Nimbus!', '--dsp', 'Nimbus', '--auth', 'magic', '--listing', 'cursor'])).toBe(2);
  expect(complained.join('')).toContain('--name: Two to thirty lower-case letters');
  expect(complained.join('')).toContain('--auth: "magic" is none of bearer, api-key');
  expect(complained.join('')).toContain('--format: Something has to be written here.');
  expect(readdirSync(cwd)).toEqual([]);
});

test('a folder with files in it is left alone', async () => {
  mkdirSync(join(cwd, 'mine'));
  writeFileSync(join(cwd, 'mine', 'notes.md'), 'keep me');
  expect(await run(['mine', ...all])).toBe(2);
  expect(readdirSync(join(cwd, 'mine'))).toEqual(['notes.md']);
});

test('tarballs in place of the registry are copied beside the package and named by it', async () => {
  const tarballs = ['cli', 'core', 'fakes', 'testkit', 'sink-filesystem'].map((name) => `ledgerline-${name}-0.1.0.tgz`);
  mkdirSync(join(cwd, 'tarballs'));
  for (const name of tarballs) writeFileSync(join(cwd, 'tarballs', name), '');
  expect(await run(['mine', ...all, '--local', 'tarballs'])).toBe(0);
  const { peerDependencies, devDependencies } = JSON.parse(readFileSync(join(cwd, 'mine', 'package.json'), 'utf8'));
  expect(peerDependencies['@ledgerline/fakes']).toBe('^0.1.0'); // what is packed must not name a file of this folder
  expect(devDependencies['@ledgerline/fakes']).toBe('file:vendor/ledgerline-fakes-0.1.0.tgz');
  expect(devDependencies['@ledgerline/sink-filesystem']).toBe('file:vendor/ledgerline-sink-filesystem-0.1.0.tgz');
  expect(readdirSync(join(cwd, 'mine', 'vendor')).sort()).toEqual([...tarballs].sort());
});

test('generated packages are written for the tools that this repository uses', () => {
  const { devDependencies } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  for (const [name, version] of Object.entries(toolVersions)) expect(devDependencies[name], name).toBe(version);
});
