import type { SyncOutcome } from '@ledgerline/core';
import type { RunFigures, RunSummary } from '@ledgerline/core/runtime';
import type { Host } from '../src/host.ts';
import type { Paint } from '../src/render/paint.ts';

export const noPaint: Paint = (_, text) => text;

export const retryAt = Date.UTC(2026, 10, 24, 3, 0, 0);

export function outcome(change: Partial<SyncOutcome> = {}): SyncOutcome {
  return {
    sync: 's1',
    report: { dsp: 'spotify', account: 'my-label', feed: 'sales', period: '2026-01', scope: '-' },
    object: 'sales_202601.tsv.gz',
    verdict: 'complete',
    effect: 'committed',
    read: 1204,
    accepted: 1200,
    rejected: 3,
    skipped: 1,
    amounts: { EUR: '12.30', USD: '-0.000001' },
    units: '99121',
    ...change,
  };
}

const noFigures: RunFigures = {
  ...{ requests: 0, sends: 0, resent: 0, retryRatePercent: 0 },
  ...{ backoffWaits: 0, backoffMs: 0, backoffLatencyP95Ms: 0, gateWaits: 0, gateWaitMs: 0, gateWaitP95Ms: 0 },
  ...{ rowsRead: 0, rowsRejected: 0, schemaRejectionRate: 0 },
  ...{ byDsp: {}, gates: {}, retryBudget: {}, reports: [], feeds: [] },
};

export function summary(outcomes: readonly SyncOutcome[], change: Partial<RunSummary> = {}): RunSummary {
  return {
    run: '20261123T200000Z-ab12',
    startedAt: '2026-11-23T20:00:00.000Z',
    durationMs: 12_345,
    cancelled: false,
    pipelines: { 'spotify-sales': { outcomes, skipped: [] } },
    totals: { read: 1204, accepted: 1200, rejected: 3, skipped: 1, units: '99121', amounts: { EUR: '12.30' } },
    policy: {},
    figures: noFigures,
    ...change,
  };
}

/** A host that remembers what was written. */
export function fakeHost(change: { readonly env?: Host['env']; readonly terminal?: boolean } = {}) {
  const written = { out: '', err: '' };
  const output = (name: 'out' | 'err') => ({
    write(text: string) {
      written[name] += text;
    },
    terminal: change.terminal === true,
    colours: false,
  });
  const controller = new AbortController();
  const host: Host = {
    out: output('out'),
    err: output('err'),
    env: change.env ?? {},
    signal: controller.signal,
    secrets: new Set(),
  };
  return { host, written, controller };
}
