import type { LogFields, Logger } from '@ledgerline/core';
import { type Host, redacted } from './host.ts';

/** The log of `--verbose`: one line an event on the error stream, `level event key=value`. */
export function createLineLog(host: Host, bound: LogFields = {}): Logger {
  const write =
    (level: string) =>
    (event: string, fields: LogFields = {}): void => {
      const facts = Object.entries({ ...bound, ...fields }).flatMap(([key, value]) =>
        value === undefined ? [] : `${key}=${typeof value === 'string' ? JSON.stringify(value) : value}`,
      );
      host.err.write(redacted(`${[level, event, ...facts].join(' ')}\n`, host.secrets));
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => createLineLog(host, { ...bound, ...fields }),
  };
}
