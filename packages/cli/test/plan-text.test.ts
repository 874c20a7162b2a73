import type { PlanEntry } from '@ledgerline/core/runtime';
import { expect, test } from 'vitest';
import { exitOfPlan } from '../src/commands/plan.ts';
import { planText } from '../src/render/plan-text.ts';
import { noPaint, retryAt } from './samples.ts';

const report = { dsp: 'spotify', account: 'a', feed: 'sales', period: '2026-01', scope: '-' };
const entries: readonly PlanEntry[] = [
  { pipeline: 'p', report, object: 'jan.tsv', status: 'committed' },
  { pipeline: 'p', report: { ...report, period: '2026-02' }, object: 'feb.tsv', status: 'new' },
  {
    pipeline: 'p',
    report: { ...report, period: '2026-03' },
    object: 'mar.tsv',
    status: 'parked',
    reason: 'asked to wait',
    retryAt,
  },
  { pipeline: 'p', object: 'readme.txt', status: 'skip', reason: 'no report' },
];

test('a plan lists what is to do and counts the rest', () => {
  expect(planText(entries, noPaint, { all: false })).toBe(
    [
      'PIPELINE  STATUS  REPORT                     DOCUMENT',
      'p         new     spotify/a/sales/2026-02/-  feb.tsv',
      'p         parked  spotify/a/sales/2026-03/-  mar.tsv (asked to wait, again after 2026-11-24T03:00:00Z)',
      '',
      '1 new, 1 parked, 1 committed, 1 skip',
    ].join('\n'),
  );
});

test('a plan lists everything on request', () => {
  const text = planText(entries, noPaint, { all: true });
  expect(text).toContain('jan.tsv');
  expect(text).toContain('readme.txt (no report)');
});

test('an empty plan says so', () => {
  expect(planText([], noPaint, { all: false })).toBe('nothing is listed');
});

test('a plan ends badly when something in it cannot be done', () => {
  expect(exitOfPlan(entries)).toBe('ok');
  const failed = { pipeline: 'p', object: '-', status: 'failed' } as const;
  expect(exitOfPlan([...entries, { ...failed, code: 'PAYLOAD_UNEXPECTED' }])).toBe('uncommitted');
  expect(exitOfPlan([...entries, { ...failed, code: 'AUTH_REJECTED' }])).toBe('credential');
});
