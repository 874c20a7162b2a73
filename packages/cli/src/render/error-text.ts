import { type ErrorDetails, isLedgerlineError } from '@ledgerline/core';
import { errorFacts } from './error-facts.ts';
import { nextStep } from './next-step.ts';

/** An error for people: what, where, what to do; the trace only on request. */
export function errorText(error: unknown, { verbose }: { readonly verbose: boolean }): string {
  const { code, message } = errorFacts(error);
  const lines = [`error ${code}: ${message}`];
  const place = isLedgerlineError(error) ? placeOf(error.details) : undefined;
  if (place) lines.push(`  at ${place}`);
  lines.push(`  next: ${nextStep(code)}`);
  if (verbose) lines.push(...traces(error));
  return lines.join('\n');
}

/** `file:line:column`, or the document with its line and byte; nothing when the message lists places itself. */
function placeOf(details: ErrorDetails): string | undefined {
  if (typeof details.problems === 'number' && details.problems > 1) return undefined;
  const name = details.file ?? details.object;
  if (name === undefined || name === null) return undefined;
  const numbers = [details.line, details.column].filter((part) => typeof part === 'number');
  const byte = typeof details.byteOffset === 'number' ? ` (byte ${details.byteOffset})` : '';
  return `${[name, ...numbers].join(':')}${byte}`;
}

function traces(error: unknown): string[] {
  const lines: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) lines.push(at.stack ?? at.message);
  return lines;
}
