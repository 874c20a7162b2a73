import type { JsonObject } from '../contracts/json.ts';
import {
  AuthError,
  CancelledError,
  ConfigError,
  NotReadyError,
  PayloadError,
  RateLimitError,
  SinkError,
  UpstreamError,
} from '../errors/leaves.ts';
import type { Disposition, ErrorDetails, LedgerlineError } from '../errors/ledgerline-error.ts';

/** An error as an audit record has it. */
export interface RecordedError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly disposition: Disposition;
  readonly details: ErrorDetails;
}

/** The error that a record tells of, as far as machinery and people look at it. */
export function recordedError(record: JsonObject): LedgerlineError {
  const { name, code, message, disposition, details } = record as JsonObject & RecordedError;
  switch (name) {
    case 'ConfigError':
      return new ConfigError(message, { code, details });
    case 'AuthError':
      return new AuthError(code === 'AUTH_EXPIRED' ? code : 'AUTH_REJECTED', message, { details });
    case 'RateLimitError':
      return new RateLimitError(disposition === 'defer' ? 'defer' : 'retry', message, { details });
    case 'NotReadyError':
      return new NotReadyError(message, { gone: code === 'REPORT_GONE', details });
    case 'PayloadError':
      return new PayloadError(message, { code, disposition, details });
    case 'SinkError':
      return new SinkError(message, { code, disposition, details });
    case 'CancelledError':
      return new CancelledError(message, { details });
    default:
      return new UpstreamError(message, { code, disposition, details });
  }
}
