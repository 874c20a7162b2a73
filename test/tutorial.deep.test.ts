import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fence, fencesOf } from './documented-code/fences.ts';
import { runCommand } from './run-command.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const page = 'docs/tutorial/your-first-connector.md';
const steps = fencesOf(page, readFileSync(join(root, page), 'utf8'));

/** The contract takes a minute on a busy machine: all of it in the deep tests and in the journey, two themes of it here. */
const someThemes = process.env.LEDGERLINE_DEEP === '1' ? [] : ['--', '-t', 'config/|again/|a report is read as it is'];

let folder = '';
let cwd = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-tutorial-'));
  cwd = folder;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, encoding: 'utf8' });
  expect(status, `${program} ${words.join(' ')}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

/** Types a line of the page. What would come from the registry comes from this repository. */
function type(line: string): string {
  const words = [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
  const [program = '', verb = '', ...rest] = words;
  if (program === 'cd') {
    cwd = join(cwd, verb);
    return '';
  }
  if (verb === 'create')
    return run(process.execPath, join(root, 'packages/create-connector/dist/bin.js'), ...rest.slice(2));
  if (verb === 'install') {
    symlinkSync(join(root, 'node_modules'), join(cwd, 'node_modules'));
    return '';
  }
  return run(program, verb, ...rest, ...(verb === 'test' ? someThemes : []));
}

/** Writes the file of a block to where the page says that it goes. */
function write({ attributes, text }: Fence): void {
  const name = attributes.file?.split('/').at(-1) ?? '';
  if (name === 'records.ts') writeFileSync(join(cwd, 'src', name), text);
  else {
    run('npm', 'run', 'build');
    const project = join(folder, 'project');
    mkdirSync(join(project, 'node_modules'), { recursive: true });
    symlinkSync(cwd, join(project, 'node_modules', 'ledgerline-connector-nimbus'));
    writeFileSync(join(project, name), text);
    const validated = runCommand({ folder: project, env: { NIMBUS_TOKEN: 'not-a-real-token' } }, 'validate');
    expect(validated).toMatchObject({ code: 0, errors: '' });
    expect(validated.output).toMatch(/nimbus +nimbus +my-label +sales +lake/);
  }
}

test('every step of the tutorial does what it says, in its order', { timeout: 300_000 }, () => {
  const done: string[] = [];
  for (const step of steps) {
    if (step.attributes.file !== undefined) write(step);
    else {
      for (const line of step.text.trim().split('\n')) {
        const output = type(line);
        if (line === 'npm run demo') expect(output).toMatch(/3 committed[\s\S]*rows accepted · 0 rejected/);
        if (line === 'npm test') expect(output).toMatch(/Tests .*passed/);
        done.push(line.split(' ').slice(0, 3).join(' '));
      }
    }
  }
  expect(done).toEqual([
    ...[
      'npm create @ledgerline/connector',
      'cd ledgerline-connector-nimbus',
      'npm install',
      'npm test',
      'npm run demo',
    ],
    ...['npm run types', 'npm test'],
  ]);
});
