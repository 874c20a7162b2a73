/** One kind of log line. */
export interface LogEvent {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Its facts beside `run` and the ids it belongs to. */
  readonly facts: readonly string[];
  readonly meaning: string;
}

/**
 * Every event that core logs, by its stable name.
 *
 * Source: `docs/events.md` is made of it; a test compares it with the code that logs.
 */
export const logEvents: Readonly<Record<string, LogEvent>> = {
  'run.started': { level: 'info', facts: ['pipelines'], meaning: 'A run begins.' },
  'plan.settled': {
    level: 'info',
    facts: ['pipeline', 'feed', 'listed', 'todo', 'skipped'],
    meaning: 'What the DSP lists of a feed was compared with the ledger.',
  },
  'sync.started': {
    level: 'info',
    facts: ['pipeline', 'sync', 'report', 'resumedAt'],
    meaning: 'A report is read; `resumedAt` is the row it is gone on with, 0 from its start.',
  },
  'sync.settled': {
    level: 'info',
    facts: [
      'pipeline',
      'sync',
      'report',
      'verdict',
      'effect',
      'read',
      'accepted',
      'rejected',
      'skipped',
      'code',
      'message',
    ],
    meaning: 'A report ended. At level `warn` when it is not committed and somebody should look.',
  },
  'sync.crashed': { level: 'error', facts: ['stack'], meaning: 'A fault of Ledgerline or of a plugin ended a report.' },
  'row.rejected': {
    level: 'info',
    facts: ['sync', 'line', 'code', 'path', 'stage'],
    meaning:
      'A row became a dead letter. Of each report the first 20 are logged; `rows.rejected` counts the rest, and the audit log has all.',
  },
  'rows.rejected': {
    level: 'warn',
    facts: ['sync', 'rejected', 'logged', 'untold', 'codes'],
    meaning: 'How many rows of a report were rejected, of what, and how many of them have a line of their own.',
  },
  'http.answer': {
    level: 'debug',
    facts: ['sync', 'request', 'attempt', 'op', 'method', 'url', 'status', 'verdict', 'rule'],
    meaning: 'A DSP answered, and what the policy engine made of it.',
  },
  'retry.scheduled': {
    level: 'info',
    facts: ['sync', 'request', 'attempt', 'dsp', 'op', 'delayMs', 'backoffMs', 'reason'],
    meaning:
      'A request will be sent once more: as attempt `attempt` (the first send is 0), not before `delayMs`, of which `backoffMs` is backoff and spread of our own; 0 where the DSP or the gate decides.',
  },
  'gate.changed': {
    level: 'info',
    facts: ['scope', 'from', 'to', 'cause', 'untilMs'],
    meaning: 'A scope of a DSP was closed, probed or opened; `untilMs` is an epoch instant.',
  },
  'job.waiting': {
    level: 'debug',
    facts: ['sync', 'op', 'waitMs'],
    meaning: 'A report that the DSP makes on request is not ready; it is asked for again after `waitMs`.',
  },
  'document.not_tidied': {
    level: 'warn',
    facts: ['report', 'object', 'message'],
    meaning: 'A committed file could not be moved out of its drop; its commit stands.',
  },
  'staging.release_failed': {
    level: 'warn',
    facts: ['message'],
    meaning: 'Staging could not be let go of; the next run cleans up.',
  },
  'run.settled': {
    level: 'info',
    facts: ['durationMs', 'requests', 'retryRatePercent', 'backoffLatencyP95Ms', 'rowsRead', 'rowsRejected'],
    meaning: 'A run ended.',
  },
};
