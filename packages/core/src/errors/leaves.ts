import { type Disposition, type ErrorOptions, LedgerlineError } from './ledgerline-error.ts';

/** The configuration, a plugin or a command line is wrong; the operator mends it. */
export class ConfigError extends LedgerlineError {
  constructor(message: string, options?: ErrorOptions & { readonly code?: string }) {
    super(options?.code ?? 'CONFIG_INVALID', 'abort', message, options);
  }
}

/** The DSP refused the credential (`AUTH_REJECTED`) or it lapsed (`AUTH_EXPIRED`); never hammered. */
export class AuthError extends LedgerlineError {
  constructor(code: 'AUTH_REJECTED' | 'AUTH_EXPIRED', message: string, options?: ErrorOptions) {
    super(code, 'abort', message, options);
  }
}

/** The DSP, or a limit of ours, said "not now"; `details.retryAt` (epoch ms) tells when, if known. */
export class RateLimitError extends LedgerlineError {
  constructor(disposition: 'retry' | 'defer', message: string, options?: ErrorOptions) {
    super('RATE_LIMITED', disposition, message, options);
  }
}

/** The DSP or the network failed; `details.status` is the last HTTP status, if there was one. */
export class UpstreamError extends LedgerlineError {
  constructor(
    message: string,
    options?: ErrorOptions & { readonly code?: string; readonly disposition?: Disposition },
  ) {
    super(options?.code ?? 'UPSTREAM_UNAVAILABLE', options?.disposition ?? 'retry', message, options);
  }
}

/** The report does not exist yet (`REPORT_NOT_READY`, deferred) or no longer (`REPORT_GONE`, aborted). */
export class NotReadyError extends LedgerlineError {
  constructor(message: string, options?: ErrorOptions & { readonly gone?: boolean }) {
    const gone = options?.gone === true;
    super(gone ? 'REPORT_GONE' : 'REPORT_NOT_READY', gone ? 'abort' : 'defer', message, options);
  }
}

/** The document is not what the feed promises; `code` says how, `details` where (object, line, byte offset). */
export class PayloadError extends LedgerlineError {
  constructor(
    message: string,
    options?: ErrorOptions & { readonly code?: string; readonly disposition?: Disposition },
  ) {
    super(options?.code ?? 'PAYLOAD_UNEXPECTED', options?.disposition ?? 'reject', message, options);
  }
}

/** The lake or the state store could not be written or read. */
export class SinkError extends LedgerlineError {
  constructor(
    message: string,
    options?: ErrorOptions & { readonly code?: string; readonly disposition?: Disposition },
  ) {
    super(options?.code ?? 'SINK_WRITE_FAILED', options?.disposition ?? 'abort', message, options);
  }
}

/** The caller asked to stop; not an error in any log. */
export class CancelledError extends LedgerlineError {
  constructor(message = 'Stopped on request.', options?: ErrorOptions) {
    super('CANCELLED', 'abort', message, options);
  }
}
