import type { LedgerlineError, SyncOutcome } from '@ledgerline/core';

/** What the command's exit code says; the one table that help and README show. */
export const exitCodes = {
  ok: { code: 0, meaning: 'everything due is committed or unchanged (a report that is not ready yet is fine)' },
  uncommitted: {
    code: 1,
    meaning:
      'a report was not committed (incomplete, unproven, held, failed, missing, gone or over budget), a lake is not as it was committed, or figures do not agree',
  },
  usage: { code: 2, meaning: 'the command line or the configuration is wrong' },
  parked: { code: 3, meaning: 'nothing is wrong, but reports are parked; the output says when to run again' },
  credential: { code: 4, meaning: 'a DSP rejected a credential' },
  storage: { code: 5, meaning: 'the lake, the state store or the spool cannot be read or written' },
  previewed: { code: 6, meaning: 'an import was only previewed: nobody said yes (at a terminal, or with --yes)' },
  cancelled: { code: 130, meaning: 'stopped by SIGINT or SIGTERM; run again to continue at the last checkpoint' },
} as const;

export type ExitName = keyof typeof exitCodes;

/** Which one is told when several apply. */
const precedence: readonly ExitName[] = [
  'cancelled',
  'storage',
  'credential',
  'usage',
  'uncommitted',
  'previewed',
  'parked',
  'ok',
];

/** The weightiest of several ends. */
export function weightiest(names: Iterable<ExitName>): ExitName {
  const all = new Set(names);
  return precedence.find((name) => all.has(name)) ?? 'ok';
}

export function exitOfError(error: LedgerlineError): ExitName {
  if (error.name === 'ConfigError') return 'usage';
  if (error.disposition === 'defer') return 'parked';
  return exitOfCode(error.code) ?? (error.name === 'SinkError' ? 'storage' : 'uncommitted');
}

/** The end that an error code alone decides. */
export function exitOfCode(code: string | undefined): ExitName | undefined {
  if (code === undefined) return undefined;
  if (code === 'CANCELLED') return 'cancelled';
  if (code.startsWith('AUTH_')) return 'credential';
  return /^(SINK|STATE|SPOOL|LAKE)_/.test(code) ? 'storage' : undefined;
}

export function exitOfOutcome(outcome: Pick<SyncOutcome, 'verdict' | 'effect' | 'code'>): ExitName {
  if (outcome.effect !== 'none' || outcome.verdict === 'not-ready') return 'ok';
  if (outcome.verdict === 'deferred') return 'parked';
  return exitOfCode(outcome.code) ?? 'uncommitted';
}

/** The table as text, for help. */
export function exitCodeText(): string {
  const lines = Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`);
  return ['Exit codes:', ...lines].join('\n');
}
