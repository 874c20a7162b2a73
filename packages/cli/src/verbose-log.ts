import type { Clock, Logger } from '@ledgerline/core';
import { createLogger } from '@ledgerline/core/runtime';
import type { GlobalOptions, Host } from './host.ts';

/** The log that `--verbose` asks for: lines for people on a terminal, NDJSON elsewhere; nothing without it. */
export function verboseLog(host: Host, options: GlobalOptions, clock: Clock): { readonly log?: Logger } {
  if (!options.verbose) return {};
  const destination = { write: (line: string) => host.err.write(line) };
  const pretty = host.err.terminal;
  return {
    log: createLogger({ level: 'debug', pretty, destination, redact: [...host.secrets], wallMs: () => clock.wall() }),
  };
}
