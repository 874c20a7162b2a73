import type { LogFields, Logger } from '@ledgerline/core';

/** A logger that keeps every line as it was meant, nothing taken out. */
export function createRecordingLog(): { readonly log: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const childOf = (bound: LogFields): Logger => {
    const at = (level: string) => (event: string, fields?: LogFields) =>
      void lines.push(JSON.stringify({ level, event, ...bound, ...fields }));
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      child: (fields) => childOf({ ...bound, ...fields }),
    };
  };
  return { log: childOf({}), lines };
}
