import { isLedgerlineError } from '@ledgerline/core';
import { type ExitName, exitCodes, exitOfError } from './exit-codes.ts';
import { type GlobalOptions, type Host, redacted } from './host.ts';
import { errorFacts } from './render/error-facts.ts';
import { errorText } from './render/error-text.ts';

/** Tells what ended a command, and answers with how it ended. */
export function tellError(error: unknown, host: Host, options: Partial<GlobalOptions>): ExitName {
  const end = isLedgerlineError(error) ? exitOfError(error) : 'uncommitted';
  host.err.write(redacted(`${errorText(error, { verbose: options.verbose === true })}\n`, host.secrets));
  if (options.json) {
    const answer = { exitCode: exitCodes[end].code, error: errorFacts(error) };
    host.out.write(redacted(`${JSON.stringify(answer)}\n`, host.secrets));
  }
  return end;
}
