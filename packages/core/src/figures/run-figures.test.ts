import { expect, test } from 'vitest';
import type { AuditRecord } from '../contracts/audit.ts';
import type { JsonObject } from '../contracts/json.ts';
import { RunCount } from './run-figures.ts';

function counting() {
  const count = new RunCount();
  let seq = 0;
  const take = (kind: string, record: JsonObject, t = 0): void =>
    count.take({ seq: seq++, kind, t, record } as AuditRecord);
  return { count, take };
}

const report = { dsp: 'd', account: 'a', feed: 'f', period: '2026-03', scope: '-' };
const outcome = {
  ...{ sync: 's1', report, object: 'x', verdict: 'complete', effect: 'committed' },
  ...{ read: 10, accepted: 7, rejected: 2, skipped: 1, units: '99', amounts: { EUR: '1.10' } },
};

test('a report is timed from its first request to the instant in its manifest, deferrals of earlier runs included', () => {
  const { count, take } = counting();
  take('sync.started', { sync: 's1', firstRequestMs: 1_000 }, 50_000);
  take('policy', { k: 'call', call: 'r/x#0', dsp: 'd', op: 'x', sync: 's1', wall: 50_001, t: 0 });
  take('sync.committed', { sync: 's1', committedAt: new Date(61_000).toISOString() }, 62_000);
  take('sync.settled', { pipeline: 'p', sync: 's1', outcome }, 62_000);
  expect(count.figures().reports).toMatchObject([{ report: 'd/a/f/2026-03/-', syncCompletionDeltaMs: 60_000 }]);
});

test('without an earlier run the first request counts, without any request the start of the reading', () => {
  const asked = counting();
  asked.take('sync.started', { sync: 's1' }, 100);
  for (const wall of [150, 900])
    asked.take('policy', { k: 'call', call: `r/x#${wall}`, dsp: 'd', op: 'x', sync: 's1', wall, t: 0 });
  asked.take('sync.committed', { sync: 's1', committedAt: new Date(1_150).toISOString() });
  asked.take('sync.settled', { pipeline: 'p', sync: 's1', outcome });
  expect(asked.count.figures().reports[0]?.syncCompletionDeltaMs).toBe(1_000);
  const file = counting();
  file.take('sync.started', { sync: 's1' }, 100);
  file.take('sync.committed', { sync: 's1', committedAt: new Date(350).toISOString() });
  file.take('sync.settled', { pipeline: 'p', sync: 's1', outcome });
  file.take('sync.settled', { pipeline: 'p', sync: 's2', outcome: { ...outcome, sync: 's2', effect: 'none' } });
  expect(file.count.figures().reports.map(({ syncCompletionDeltaMs }) => syncCompletionDeltaMs)).toEqual([250, null]);
});

test('rates are over everything that was counted, and zero of nothing', () => {
  const { count, take } = counting();
  expect(count.figures()).toMatchObject({ retryRatePercent: 0, schemaRejectionRate: 0, backoffLatencyP95Ms: 0 });
  for (const [index, sends] of [1, 1, 3, 1].entries()) {
    const call = `r/x#${index}`;
    take('policy', { k: 'call', call, dsp: index < 2 ? 'd' : 'e', op: 'x', t: 0 });
    for (let send = 0; send < sends; send += 1) take('policy', { k: 'admit', call, t: 0 });
    take('policy', { k: 'settle', call, outcome: 'delivered', t: 0 });
  }
  take('policy', { k: 'gate', scope: 'e/a', from: 'Closed', to: 'Open', cause: 'hint', until: 5_000, t: 1_000 });
  take('policy', { k: 'budget', scope: 'e/a/x', used: 3, cap: 10, ok: true, t: 0 });
  take('sync.settled', { pipeline: 'p', sync: 's1', outcome });
  const figures = count.figures();
  expect(figures).toMatchObject({ requests: 4, sends: 6, resent: 1, retryRatePercent: 25 });
  expect(figures.byDsp).toMatchObject({ d: { retryRatePercent: 0 }, e: { retryRatePercent: 50 } });
  expect(figures).toMatchObject({ rowsRead: 10, rowsRejected: 2, schemaRejectionRate: 0.2 });
  expect(figures.gates['e/a']).toEqual({ state: 'Open', cause: 'hint', untilMs: 5_000 });
  expect(figures.retryBudget.e).toEqual({ used: 3, cap: 10, left: 7 });
});
