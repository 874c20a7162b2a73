import { PayloadError } from '../errors/leaves.ts';
import { isLedgerlineError, type LedgerlineError } from '../errors/ledgerline-error.ts';

/** What was thrown, as an error of ours; anything else is a mistake in the program. */
export function asLedgerlineError(error: unknown, what: string): LedgerlineError {
  if (isLedgerlineError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PayloadError(`${what} failed unexpectedly: ${message}`, {
    code: 'INTERNAL',
    disposition: 'abort',
    cause: error,
  });
}
