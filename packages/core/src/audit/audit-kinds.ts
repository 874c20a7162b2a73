/** One kind of audit record. */
export interface AuditKind {
  readonly facts: readonly string[];
  readonly meaning: string;
}

/**
 * Every kind of record in an audit log, by name.
 *
 * Source: `docs/events.md` is made of it; a test compares it with the code that appends.
 */
export const auditKinds: Readonly<Record<string, AuditKind>> = {
  'run.started': {
    facts: ['run', 'command', 'startedAt', 'pipelines', 'core', 'config', 'plugins', 'previous'],
    meaning:
      'The first record of a log: what was asked for, the version of core and of every plugin, the SHA-256 of what the configuration means (secrets masked), and where the log of the run before it ended.',
  },
  'operator.acted': {
    facts: ['act', 'who', 'why', 'report'],
    meaning: 'A person imports, replays, discards or accepts; written before it has any effect.',
  },
  policy: {
    facts: ['k', '…'],
    meaning:
      'One input or decision of the policy engine, as docs/policy.md describes; `ledgerline policy replay` decides them once more.',
  },
  'document.skipped': {
    facts: ['pipeline', 'object', 'reason'],
    meaning: 'Something was listed that is no report of this feed.',
  },
  'sync.started': {
    facts: ['pipeline', 'sync', 'report', 'object', 'firstRequestMs'],
    meaning: 'A report is about to be read; `firstRequestMs` is when an earlier run first asked for it.',
  },
  'rows.rejected': {
    facts: ['sync', 'count', 'rows', 'letters'],
    meaning:
      'The rejected rows of one batch, every one of them: by stage, code and path the lines they stand on (`2-40 43`), and the SHA-256 of the ids of their dead letters, a line each. No cell of a row.',
  },
  'sync.proved': {
    facts: ['sync', 'verdict', 'code', 'counts', 'failed'],
    meaning: 'A report was read to its end and judged: its counts, and claims that do not hold.',
  },
  'sync.accepted': {
    facts: ['sync', 'revision', 'who', 'why', 'at', 'objections'],
    meaning: 'A person’s word let a report pass, and what stood against it.',
  },
  'sync.committed': {
    facts: ['sync', 'revision', 'sequence', 'supersedes', 'committedAt', 'files', 'published', 'deadLetters'],
    meaning:
      'A manifest is in the ledger: `published` is the SHA-256 of `SHA256 PATH` of each data file, a line each; dead-letter files are named with their own digests.',
  },
  'sync.settled': {
    facts: ['pipeline', 'sync', 'outcome'],
    meaning: 'The end of a report, committed or not: verdict, counts, exact sums, objections, findings, what to do.',
  },
  'sync.covered': {
    facts: ['pipeline', 'sync'],
    meaning: 'What was settled for this report before no longer counts in the run: a file stands in for it.',
  },
  'sources.compared': {
    facts: ['report', 'verdict', 'policy', 'stands'],
    meaning:
      'A file and what the DSP delivered were compared row by row: the verdict, the policy, and which of the two stands.',
  },
  'pipeline.settled': {
    facts: ['pipeline', 'reports', 'error'],
    meaning: 'A pipeline ended, with what ended it early.',
  },
  'feeds.judged': {
    facts: ['feeds'],
    meaning: 'At the end of a run, for every feed: newest period, freshness, periods present, held, late and missing.',
  },
  'run.settled': {
    facts: ['run', 'durationMs', 'cancelled', 'totals'],
    meaning: 'A run summed up. What stands before it is enough to work out the summary it printed.',
  },
  'run.failed': { facts: ['run', 'code', 'message'], meaning: 'A run ended before it could sum up.' },
  'report.accepted': {
    facts: ['subject', 'id', 'revision', 'objections', 'who', 'why', 'at', 'verdict', 'object'],
    meaning: 'A held report may be committed by the next run: exactly this revision, despite exactly these objections.',
  },
  'drift.accepted': {
    facts: ['id', 'report', 'rule', 'subject', 'message', 'who', 'why'],
    meaning: 'A finding of drift may pass, and is the new measure.',
  },
  'letters.replayed': {
    facts: ['report', 'tried', 'accepted', 'open'],
    meaning: 'Dead letters of a report were tried again.',
  },
  'letters.discarded': { facts: ['report', 'letters', 'by', 'why'], meaning: 'Dead letters are settled for good.' },
  'letters.committed': { facts: ['report', 'sequence'], meaning: 'What was replayed or discarded is in the ledger.' },
  'audit.torn': { facts: ['tornBytes'], meaning: 'A crash left part of a record; it was cut off.' },
};
