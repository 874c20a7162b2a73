import type { CallFigures } from '../figures/call-figures.ts';
import type { RunFigures } from '../figures/run-figures.ts';
import type { MetricDefinition } from '../telemetry/observed-metrics.ts';

type Metric = MetricDefinition<RunFigures>;

/** How far a gate is from letting traffic flow. */
const gateStates: Readonly<Record<string, number>> = { Closed: 0, HalfOpen: 1, Open: 2, Isolated: 3 };

/** A figure of requests, by DSP. */
function byDsp(name: string, key: keyof CallFigures, facts: Pick<Metric, 'kind' | 'unit' | 'meaning'>): Metric {
  const samples: Metric['samples'] = (figures) =>
    Object.entries(figures.byDsp).map(([dsp, each]) => [each[key], { dsp }] as const);
  return { name: `ledgerline_${name}`, ...facts, labels: ['dsp'], samples };
}

/** A figure of the run as a whole. */
function ofRun(
  name: string,
  facts: Pick<Metric, 'kind' | 'unit' | 'meaning'>,
  read: (figures: RunFigures) => number,
): Metric {
  return { name: `ledgerline_${name}`, ...facts, labels: [], samples: (figures) => [[read(figures), {}]] };
}

const gauge = (unit: string, meaning: string) => ({ kind: 'gauge', unit, meaning }) as const;
const counter = (unit: string, meaning: string) => ({ kind: 'counter', unit, meaning }) as const;

/**
 * Every metric of a run, with its exact definition.
 *
 * Amounts and units are not among them: they are exact, and a metric of OpenTelemetry is a floating-point number.
 */
export const runMetrics: readonly Metric[] = [
  ofRun(
    'retry_rate_percent',
    gauge('%', '100 × requests with more than one send, throttle re-sends included, over requests; 0 of none.'),
    (figures) => figures.retryRatePercent,
  ),
  ofRun(
    'backoff_latency_p95',
    gauge(
      'ms',
      '95th percentile (nearest rank) of backoff plus spread, wait by wait; waits at the gate are not in it.',
    ),
    (figures) => figures.backoffLatencyP95Ms,
  ),
  ofRun(
    'schema_rejection_rate',
    gauge('1', 'Rows rejected over rows read, over all reports that ended so far, committed or not; 0 of none.'),
    (figures) => figures.schemaRejectionRate,
  ),
  ofRun('rows_read_total', counter('{row}', 'Rows read, over all reports that ended.'), (figures) => figures.rowsRead),
  ofRun(
    'rows_rejected_total',
    counter('{row}', 'Rows rejected, over all reports that ended.'),
    (figures) => figures.rowsRejected,
  ),
  byDsp('requests_total', 'requests', counter('{request}', 'Logical requests.')),
  byDsp('sends_total', 'sends', counter('{request}', 'Requests handed to the transport, each time it happened.')),
  byDsp('resent_total', 'resent', counter('{request}', 'Requests that were sent more than once.')),
  byDsp('dsp_retry_rate_percent', 'retryRatePercent', gauge('%', 'As retry_rate_percent, of one DSP.')),
  byDsp('dsp_backoff_latency_p95', 'backoffLatencyP95Ms', gauge('ms', 'As backoff_latency_p95, of one DSP.')),
  byDsp('backoff_total', 'backoffMs', counter('ms', 'All backoff and spread waited.')),
  byDsp('gate_wait_total', 'gateWaitMs', counter('ms', 'All time that sends stood at a gate.')),
  byDsp(
    'gate_wait_p95',
    'gateWaitP95Ms',
    gauge('ms', '95th percentile (nearest rank) of how long a send stood at the gate, of those that did.'),
  ),
  {
    ...{
      name: 'ledgerline_gate_state',
      ...gauge(
        '1',
        '0 closed (traffic flows), 1 half open (probes only), 2 open (blocked), 3 isolated by an operator.',
      ),
    },
    labels: ['scope'],
    samples: ({ gates }) =>
      Object.entries(gates).map(([scope, { state }]) => [gateStates[state] ?? 2, { scope }] as const),
  },
  {
    ...{
      name: 'ledgerline_retry_budget_left',
      ...gauge(
        '{retry}',
        'Retries that the sliding window still allows, as of the last retry; absent before the first.',
      ),
    },
    labels: ['dsp'],
    samples: ({ retryBudget }) => Object.entries(retryBudget).map(([dsp, { left }]) => [left, { dsp }] as const),
  },
  {
    ...{
      name: 'ledgerline_report_rows',
      ...gauge('{row}', 'Rows of a report that ended: read, accepted, rejected, skipped.'),
    },
    labels: ['report', 'kind'],
    samples: ({ reports }) =>
      reports.flatMap(({ report, read, accepted, rejected, skipped }) =>
        Object.entries({ read, accepted, rejected, skipped }).map(([kind, rows]) => [rows, { report, kind }] as const),
      ),
  },
  {
    ...{ name: 'ledgerline_report_bytes', ...gauge('By', 'Bytes of answers received for a report in this run.') },
    labels: ['report'],
    samples: ({ reports }) => reports.map(({ report, bytes }) => [bytes, { report }] as const),
  },
  {
    ...{
      name: 'ledgerline_sync_completion_delta',
      ...gauge(
        'ms',
        'From the first request for a report, in whichever run, deferrals included, to the instant its manifest carries; of reports that this run committed.',
      ),
    },
    labels: ['report'],
    samples: ({ reports }) =>
      reports.flatMap(({ report, syncCompletionDeltaMs }) =>
        syncCompletionDeltaMs === null ? [] : [[syncCompletionDeltaMs, { report }] as const],
      ),
  },
  {
    ...{
      name: 'ledgerline_feed_freshness',
      ...gauge('ms', 'Since the newest commit of a feed, at the end of the run.'),
    },
    labels: ['pipeline', 'account', 'feed'],
    samples: ({ feeds }) =>
      feeds.flatMap(({ pipeline, account, feed, freshnessMs }) =>
        freshnessMs === null ? [] : [[freshnessMs, { pipeline, account, feed }] as const],
      ),
  },
  {
    ...{
      name: 'ledgerline_feed_periods',
      ...gauge(
        '{period}',
        'Periods of a feed by state, at the end of the run: present, held, late, missing (past a promised date and its grace).',
      ),
    },
    labels: ['pipeline', 'account', 'feed', 'state'],
    samples: ({ feeds }) =>
      feeds.flatMap(({ pipeline, account, feed, present, held, late, missing }) =>
        Object.entries({ present, held, late, missing }).map(
          ([state, periods]) => [periods, { pipeline, account, feed, state }] as const,
        ),
      ),
  },
  {
    ...{
      name: 'ledgerline_feed_overdue',
      ...gauge('ms', 'How long the oldest late or missing period has been due, at the end of the run; 0 when none is.'),
    },
    labels: ['pipeline', 'account', 'feed'],
    samples: ({ feeds }) =>
      feeds.map(({ pipeline, account, feed, overdueMs }) => [overdueMs, { pipeline, account, feed }] as const),
  },
];
