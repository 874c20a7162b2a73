import { ConfigError } from '@ledgerline/core';
import type { Ledger } from './ledger.ts';
import type { LedgerRecord } from './ledger-record.ts';

const instant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** Milliseconds of an ISO instant (a date alone is its first moment, UTC); undefined for any other text. */
export function parseInstant(text: string): number | undefined {
  const at = instant.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** What an operator wrote as an instant, or an error that says how to write it. */
export function demandInstant(text: string, option: string): number {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  throw new ConfigError(
    `${option} is an instant with its zone, like 2026-04-01T00:00:00Z, or a date, not ${JSON.stringify(text)}.`,
    { code: 'INSTANT_INVALID', details: { option } },
  );
}

/** The instant that `asOf` names: itself, or the last commit of the run with this id. */
export function instantOf(ledger: Ledger, asOf: string): number {
  const at = parseInstant(asOf);
  if (at !== undefined) return at;
  let last: number | undefined;
  for (const report of ledger.hashes())
    for (const sequence of ledger.sequences(report)) {
      const { run, committedAt } = ledger.read(report, sequence);
      if (run === asOf) last = Math.max(last ?? 0, Date.parse(committedAt));
    }
  if (last !== undefined) return last;
  throw new ConfigError(
    `No commit of a run ${JSON.stringify(asOf)} is in the ledger. A run that committed nothing changed nothing: give an instant like 2026-04-01T00:00:00Z instead.`,
    { code: 'AS_OF_UNKNOWN' },
  );
}

/** The record of a report that was in force at an instant. */
export function recordAt(ledger: Ledger, report: string, at: number): LedgerRecord | undefined {
  for (const sequence of ledger.sequences(report).toReversed()) {
    const record = ledger.read(report, sequence);
    if (Date.parse(record.committedAt) <= at) return record;
  }
  return undefined;
}
