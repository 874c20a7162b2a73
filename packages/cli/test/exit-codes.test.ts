import { readFileSync } from 'node:fs';
import { AuthError, CancelledError, ConfigError, PayloadError, SinkError } from '@ledgerline/core';
import { expect, test } from 'vitest';
import { exitCodes, exitCodeText, exitOfError, exitOfOutcome, weightiest } from '../src/exit-codes.ts';
import { outcome } from './samples.ts';

test.each([
  [{ effect: 'committed' }, 'ok'],
  [{ effect: 'unchanged' }, 'ok'],
  [{ effect: 'none', verdict: 'not-ready' }, 'ok'],
  [{ effect: 'none', verdict: 'deferred', code: 'RATE_LIMITED' }, 'parked'],
  [{ effect: 'none', verdict: 'incomplete' }, 'uncommitted'],
  [{ effect: 'none', verdict: 'unproven' }, 'uncommitted'],
  [{ effect: 'none', verdict: 'held' }, 'uncommitted'],
  [{ effect: 'none', verdict: 'missing' }, 'uncommitted'],
  [{ effect: 'none', verdict: 'gone' }, 'uncommitted'],
  [{ effect: 'none', verdict: 'failed', code: 'REJECT_BUDGET' }, 'uncommitted'],
  [{ effect: 'none', verdict: 'failed', code: 'AUTH_REJECTED' }, 'credential'],
  [{ effect: 'none', verdict: 'failed', code: 'SINK_DISK_FULL' }, 'storage'],
  [{ effect: 'none', verdict: 'failed', code: 'SPOOL_UNUSABLE' }, 'storage'],
  [{ effect: 'none', verdict: 'failed', code: 'CANCELLED' }, 'cancelled'],
] as const)('a report with %o ends %s', (change, end) => {
  expect(exitOfOutcome(outcome(change))).toBe(end);
});

test.each([
  [new ConfigError('x', { code: 'SINK_UNKNOWN' }), 'usage'],
  [new AuthError('AUTH_EXPIRED', 'x'), 'credential'],
  [new SinkError('x', { code: 'LEDGER_DAMAGED' }), 'storage'],
  [new CancelledError(), 'cancelled'],
  [new PayloadError('x'), 'uncommitted'],
] as const)('the error %s ends %s', (error, end) => {
  expect(exitOfError(error)).toBe(end);
});

test('of several ends the weightiest is told', () => {
  expect(weightiest(['ok', 'parked', 'uncommitted'])).toBe('uncommitted');
  expect(weightiest(['parked', 'ok'])).toBe('parked');
  expect(weightiest(['credential', 'storage', 'uncommitted'])).toBe('storage');
  expect(weightiest([])).toBe('ok');
});

test('the table names every code', () => {
  const codes = exitCodeText()
    .match(/^ {2}\d+/gm)
    ?.map(Number);
  expect(codes).toEqual([0, 1, 2, 3, 4, 5, 6, 130]);
});

test('the README shows the table as it is', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
  for (const { code, meaning } of Object.values(exitCodes)) expect(readme).toContain(`| ${code} | ${meaning} |`);
});
