import type { RunEvent } from '@ledgerline/core';
import { expect, test } from 'vitest';
import { progressLine } from '../src/render/progress-line.ts';
import { ProgressState } from '../src/render/progress-state.ts';
import { outcome } from './samples.ts';

const { report } = outcome();
const pipeline = 'p';
const started: RunEvent = { type: 'sync.started', pipeline, sync: 's1', report, resumedAt: 0 };
const waiting: RunEvent = {
  type: 'policy',
  pipeline,
  event: 'throttled',
  op: 'list-days',
  waitMs: 61_000,
  reason: 'Retry-After',
};

function linesAfter(...events: RunEvent[]): string[] {
  const state = new ProgressState();
  for (const event of events) state.take(event);
  return state.lines();
}

test('live progress shows what is being read, with its rows', () => {
  const lines = linesAfter(
    { type: 'run.started', run: 'r', pipelines: ['p', 'q'] },
    { type: 'plan.settled', pipeline, feed: 'sales', listed: 3, todo: 2, skipped: 0 },
    started,
    { type: 'sync.progress', pipeline, sync: 's1', rows: 4096, rejected: 2 },
  );
  expect(lines).toEqual(['p: 2 to do', '  spotify/my-label/sales/2026-01/-  4,096 rows, 2 rejected', 'q: planning']);
});

test('live progress counts what is settled and forgets what is done', () => {
  expect(linesAfter(started, { type: 'sync.settled', pipeline, outcome: outcome() })).toEqual(['p: 1 committed']);
});

test('live progress shows a wait until something moves', () => {
  expect(linesAfter(started, waiting)[0]).toBe('p: planning · throttled 1 min 01 s: Retry-After');
  const moving: RunEvent = { type: 'sync.progress', pipeline, sync: 's1', rows: 1, rejected: 0 };
  expect(linesAfter(started, waiting, moving)[0]).toBe('p: planning');
});

test('plain progress is one line an event', () => {
  expect(progressLine(started)).toBe('p started spotify/my-label/sales/2026-01/-');
  expect(progressLine(waiting)).toBe('p throttled list-days for 1 min 01 s: Retry-After');
  expect(progressLine({ type: 'sync.settled', pipeline, outcome: outcome({ amounts: {}, rejected: 0 }) })).toBe(
    'p committed spotify/my-label/sales/2026-01/- 1,200 rows',
  );
});

test('plain progress leaves out what is not worth a line', () => {
  expect(progressLine({ ...waiting, waitMs: 999 })).toBeUndefined();
  expect(progressLine({ type: 'sync.settled', pipeline, outcome: outcome({ effect: 'unchanged' }) })).toBeUndefined();
  expect(progressLine({ type: 'sync.progress', pipeline, sync: 's1', rows: 1, rejected: 0 })).toBeUndefined();
});
