import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { diagnose } from '../src/commands/doctor.ts';
import type { Diagnosis } from '../src/doctor/diagnosis.ts';
import { type Machine, thisMachine } from '../src/doctor/machine.ts';
import { main } from '../src/main.ts';
import { cleanUp, type Project, project, root, runOnce } from './doctor-project.ts';
import { type Planted, plantedFaults } from './planted-faults.ts';
import { fakeHost } from './samples.ts';

afterAll(cleanUp);

async function examined(
  { file, env }: Project,
  machine: Partial<Machine> = {},
  online = false,
): Promise<readonly Diagnosis[]> {
  return await diagnose({ config: file, online }, fakeHost({ env }).host, { ...thisMachine(), ...machine });
}

/** Does what a shell would do with the command that was advised, `ledgerline` and the environment included. */
async function follow(advised: string, { env, file }: Project): Promise<void> {
  const [word = '', ...rest] = advised.split(' ');
  if (word === 'unset') for (const name of rest) delete env[name];
  else if (word === 'export') Object.assign(env, Object.fromEntries(rest.map((pair) => pair.split('='))));
  else if (word === 'ledgerline') expect(await main(rest, fakeHost({ env }).host), advised).toBe(0);
  else execFileSync('sh', ['-c', advised], { cwd: join(file, '..') });
}

test('at least twenty different faults are planted', () => {
  expect(new Set(Object.values(plantedFaults).map(({ id }) => id)).size).toBeGreaterThanOrEqual(20);
});

test('a project in which nothing is wrong has no fault', async () => {
  const at = project('well');
  await runOnce(at);
  const found = await examined(at);
  expect(found.filter(({ state }) => state === 'fault' || state === 'open')).toEqual([]);
  expect(new Set(found.map(({ id }) => id)).size).toBeGreaterThanOrEqual(20);
});

test.each(Object.keys(plantedFaults))('%s is found, and the advice mends it', async (name) => {
  const { id, state = 'fault', plant, mend, machine, online } = plantedFaults[name] as Planted;
  const at = project(name.replaceAll(' ', '-'));
  if (online) at.env.S = 'secret';
  await plant(at);
  const [found] = (await examined(at, machine, online)).filter((each) => each.id === id && each.state === state);
  expect(found, `${id} names it`).toBeDefined();
  expect(found?.fix).toBeTruthy();
  const isOfMachine = machine !== undefined || online;
  if (found?.run !== undefined && !isOfMachine) await follow(found.run, at);
  else if (mend) await mend(at, found?.fix ?? '');
  else return; // what only a person, another machine or a DSP can mend
  const after = (await examined(at, machine)).filter((each) => each.id === id);
  expect(after.filter((each) => each.state === 'fault' || each.state === 'open')).toEqual([]);
  expect(after.length + Number(!existsSync(at.file))).toBeGreaterThan(0);
});

test('the folder for temporary files is made by the command that is advised', async () => {
  const at = project('temporary');
  const machine = { tmpFolder: join(root, "a folder's name") };
  const [found] = (await examined(at, machine)).filter(({ id }) => id === 'temporary.folder');
  await follow(found?.run ?? '', at);
  expect((await examined(at, machine)).find(({ id }) => id === 'temporary.folder')?.state).toBe('well');
});

test('the command tells faults first, with what to run, and ends with 1; --quiet is silent when all is well', async () => {
  const at = project('command');
  rmSync(join(at.folder, 'files'), { recursive: true });
  const { host, written } = fakeHost();
  expect(await main(['doctor', '--config', at.file], host)).toBe(1);
  expect(written.out).toMatch(/^FAULT drop\.folder: .*\n {6}fix: make it, or mend its path\n {6}\$ mkdir -p /);
  mkdirSync(join(at.folder, 'files'));
  const quiet = fakeHost();
  expect(await main(['doctor', '--quiet', '--config', at.file], quiet.host)).toBe(0);
  expect(quiet.written).toEqual({ out: '', err: '' });
});
