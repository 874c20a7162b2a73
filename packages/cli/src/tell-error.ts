import { isLedgerlineError } from '@ledgerline/core';
import { type ExitName, exitCodes, exitOfError } from './exit-codes.ts';
import { type GlobalOptions, type Host, redacted, redactedJson } from './host.ts';
import { errorFacts } from './render/error-facts.ts';
import { errorText } from './render/error-text.ts';

/** Tells what ended a command, and answers with how it ended. */
export function tellError(error: unknown, host: Host, options: Partial<GlobalOptions>): ExitName {
  const end = endOf(error, host);
  host.err.write(redacted(`${errorText(error, { verbose: options.verbose === true })}\n`, host.secrets));
  if (options.json) {
    const answer = { exitCode: exitCodes[end].code, error: errorFacts(error) };
    host.out.write(`${redactedJson(answer, host.secrets)}\n`);
  }
  return end;
}

/** After a request to stop, whatever a command throws is the stopping. */
function endOf(error: unknown, host: Host): ExitName {
  if (host.signal.aborted) return 'cancelled';
  return isLedgerlineError(error) ? exitOfError(error) : 'uncommitted';
}
