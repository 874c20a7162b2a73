import { expect, test } from 'vitest';
import { redacted } from '../src/host.ts';
import { createLineLog } from '../src/log-lines.ts';
import { main } from '../src/main.ts';
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
  expect(redacted('token abc-123 and abc', ['abc', 'abc-123'])).toBe('token [secret] and [secret]');
});

test('log lines carry their facts and no secret', () => {
  const { host, written } = fakeHost();
  host.secrets.add('tok-1');
  createLineLog(host)
    .child({ pipeline: 'p' })
    .warn('http.retry', { status: 503, url: '/x?token=tok-1', none: undefined });
  expect(written.err).toBe('warn http.retry pipeline="p" status=503 url="/x?token=[secret]"\n');
});
