import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { templates } from '../src/init/first-config.ts';
import { main } from '../src/main.ts';
import { fakeHost } from './samples.ts';

const root = mkdtempSync(join(tmpdir(), 'ledgerline-init-'));
afterAll(() => rmSync(root, { recursive: true }));

async function cli(words: readonly string[], env: Record<string, string> = {}, replies?: string[]) {
  const { host, written } = fakeHost({ env });
  const asked: string[] = [];
  const ask = async (question: string): Promise<string> => {
    asked.push(question);
    return replies?.shift() ?? '';
  };
  return { code: await main(words, replies ? { ...host, ask } : host), ...written, asked };
}

test.each(Object.keys(templates))('a first configuration for %s passes validate', async (dsp) => {
  const file = join(root, dsp, 'ledgerline.yaml');
  const first = await cli(['init', '--dsp', dsp, '--account', 'my-label', '--yes', '--config', file]);
  expect([first.code, first.err]).toEqual([0, '']);
  const env = Object.fromEntries((templates[dsp]?.variables ?? []).map((name) => [name, 'a-value']));
  expect(await cli(['validate', '--config', file], env)).toMatchObject({ code: 0 });
  expect(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.includes('#')).length,
  ).toBeGreaterThan(5);
});

test('on a terminal it asks, and a reply of nothing takes the proposal', async () => {
  const file = join(root, 'asked', 'ledgerline.yaml');
  const { code, asked, out } = await cli(['init', '--config', file], {}, ['', 'lantern-row', './drop', '', '2026-02']);
  expect(code).toBe(0);
  expect(asked[0]).toBe('Which DSP to begin with: spotify, apple, amazon, youtube? [spotify] ');
  expect(readFileSync(file, 'utf8')).toMatch(/accounts: \[lantern-row\][\s\S]*since: 2026-02/);
  expect(statSync(join(root, 'asked', 'drop')).isDirectory()).toBe(true);
  expect(out).toContain('next: put files into ./drop');
});

test('a file that is there is left alone', async () => {
  const file = join(root, 'there', 'ledgerline.yaml');
  await cli(['init', '--yes', '--config', file]);
  const before = readFileSync(file, 'utf8');
  const { code, err } = await cli(['init', '--dsp', 'apple', '--yes', '--config', file]);
  expect([code, readFileSync(file, 'utf8')]).toEqual([2, before]);
  expect(err).toContain('error FILE_EXISTS');
});

test.each([
  [['--dsp', 'tonspur'], 'There is nothing to begin with for "tonspur"'],
  [['--since', '2026-13'], '"2026-13" is no month'],
  [['--account', 'a: {'], '"a: {" cannot stand in the file'],
])('%j is refused, and nothing is written', async (words, message) => {
  const file = join(root, 'refused', 'ledgerline.yaml');
  const { code, err } = await cli(['init', ...words, '--yes', '--config', file]);
  expect([code, existsSync(file)]).toEqual([2, false]);
  expect(err).toContain(message);
});

test('variables that are not set yet are named', async () => {
  const { out } = await cli(['init', '--dsp', 'youtube', '--yes', '--config', join(root, 'named', 'ledgerline.yaml')]);
  expect(out).toContain('next: set YOUTUBE_CONTENT_OWNER, YOUTUBE_CLIENT_ID');
});
