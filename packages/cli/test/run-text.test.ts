import { AuthError } from '@ledgerline/core';
import { expect, test } from 'vitest';
import { runText } from '../src/render/run-text.ts';
import { noPaint, outcome, retryAt, summary } from './samples.ts';

test('a run is told report by report, then in sum', () => {
  expect(runText(summary([outcome()]), noPaint)).toBe(
    [
      'spotify-sales',
      '  committed  spotify/my-label/sales/2026-01/-  1,200 rows · 3 rejected · EUR 12.30 + USD -0.000001',
      '',
      '1 committed in 12.3 s (run 20261123T200000Z-ab12)',
      '1,200 rows accepted · 3 rejected · 99121 units · EUR 12.30',
      'next: see what was rejected with `ledgerline dlq list`',
    ].join('\n'),
  );
});

test('a re-issue says what it superseded', () => {
  const text = runText(summary([outcome({ superseded: { rows: 3_000, amounts: { EUR: '99.5' } } })]), noPaint);
  expect(text).toContain('EUR 12.30 + USD -0.000001 · superseded 3,000 rows of EUR 99.5');
});

test('a report that was not committed says why', () => {
  const held = outcome({ effect: 'none', verdict: 'held', code: 'REPORT_CONFLICT', message: 'two layouts' });
  expect(runText(summary([held]), noPaint)).toContain(
    'held  spotify/my-label/sales/2026-01/-  REPORT_CONFLICT: two layouts',
  );
});

test('parked reports say when to run again, and the earliest of them is told last', () => {
  const parked = { effect: 'none', verdict: 'deferred' } as const;
  const text = runText(
    summary([outcome({ ...parked, retryAt: retryAt + 60_000 }), outcome({ ...parked, retryAt: retryAt - 400 })]),
    noPaint,
  );
  expect(text).toContain('again after 2026-11-24T03:01:00Z');
  expect(text).toMatch(/next: run again after 2026-11-24T03:00:00Z$/);
});

test('what is unchanged is counted, not listed', () => {
  const text = runText(summary([outcome({ effect: 'unchanged' }), outcome({ effect: 'unchanged' })]), noPaint);
  expect(text).not.toContain('my-label');
  expect(text).toContain('  2 reports read again and found unchanged');
  expect(text).toContain('2 unchanged in');
});

test('a run without anything due says so, one that could not find out does not', () => {
  const error = new AuthError('AUTH_REJECTED', 'the token was refused');
  const idle = { outcomes: [], skipped: [] };
  expect(runText(summary([], { pipelines: { p: idle } }), noPaint)).toContain('nothing due in');
  const broken = runText(summary([], { pipelines: { p: idle, q: { ...idle, error } } }), noPaint);
  expect(broken).toContain('nothing done in');
  expect(broken).not.toContain('nothing due');
});

test('one unit is one unit', () => {
  const { totals } = summary([outcome()]);
  expect(runText(summary([outcome()], { totals: { ...totals, units: '1' } }), noPaint)).toContain(' 1 unit ·');
});

test('an error that ended a pipeline stands under it', () => {
  const error = new AuthError('AUTH_REJECTED', 'the token was refused');
  const text = runText(summary([], { pipelines: { p: { outcomes: [], skipped: [], error } } }), noPaint);
  expect(text).toContain('p\n  error AUTH_REJECTED: the token was refused\n    next: renew the credential');
});

test('a stopped run says how it goes on', () => {
  expect(runText(summary([], { cancelled: true }), noPaint)).toContain('run again to continue at the last checkpoint');
});
