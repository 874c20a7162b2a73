import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { redacted, redactedJson } from '../src/host.ts';
import { main } from '../src/main.ts';
import { createProgram } from '../src/program.ts';
import { fakeHost } from './samples.ts';

async function cli(...words: string[]) {
  const { host, written } = fakeHost();
  return { code: await main(words, host), ...written };
}

test('--version prints the version and nothing else', async () => {
  const { code, out, err } = await cli('--version');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('help lists the commands and the exit codes', async () => {
  const { code, out } = await cli('help');
  expect(code).toBe(0);
  for (const word of ['run', 'plan', 'validate', 'lake', 'dlq', 'schema', '130']) expect(out).toContain(word);
});

/** Every command that does something, as words. */
function commandsOf(command: Command, words: readonly string[] = []): (readonly string[])[] {
  const below = command.commands.filter((each) => each.name() !== 'help');
  return below.length === 0 ? [words] : below.flatMap((each) => commandsOf(each, [...words, each.name()]));
}

test('the help of every command has an example', async () => {
  const commands = commandsOf(createProgram(fakeHost().host, () => undefined));
  expect(commands.length).toBeGreaterThan(20);
  const without: string[] = [];
  for (const words of commands) {
    const { code, out } = await cli(...words, '--help');
    if (code !== 0 || !/Examples?:\n {2}ledgerline /.test(out)) without.push(words.join(' '));
  }
  expect(without).toEqual([]);
});

test.each([
  [['runn'], 'Did you mean run?'],
  [['run', '--jsn'], 'Did you mean --json?'],
  [['dlq', 'list', '--limit', 'many'], 'It has to be a whole number from 1.'],
  [['run', '--quiet', '--verbose'], 'cannot be used with'],
  [['validate', 'extra'], 'too many arguments'],
  [[], 'Usage: ledgerline'],
])('the command line %j is refused with exit code 2', async (words, message) => {
  const { code, err, out } = await cli(...words);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

test('secrets are taken out of everything shown, longest first', () => {
  expect(redacted('token abcd-123 and abcd', ['abcd', 'abcd-123'])).toBe('token [secret] and [secret]');
});

test('a secret of three characters or less is no reason to take words apart', () => {
  expect(redacted('a cat', ['a'])).toBe('a cat');
});

test('JSON without its secrets is still JSON', () => {
  const value = { rows: 12345, token: 'x"12345', list: ['12345'] };
  expect(JSON.parse(redactedJson(value, ['12345', 'x"12345']))).toEqual({
    rows: 12345,
    token: '[secret]',
    list: ['[secret]'],
  });
});
