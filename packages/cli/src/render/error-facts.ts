import { isLedgerlineError } from '@ledgerline/core';

/** An error as JSON. */
export function errorFacts(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly details?: object;
} {
  if (isLedgerlineError(error)) return { code: error.code, message: error.message, details: error.details };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
