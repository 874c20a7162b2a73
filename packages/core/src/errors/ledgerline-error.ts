const brand = Symbol.for('@ledgerline/core:error');

/** What the machinery does next: try again, try later, stop, or set the row or report aside. */
export type Disposition = 'retry' | 'defer' | 'abort' | 'reject';

/** Plain facts for people and logs; never payloads, tokens or signed URLs. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface ErrorOptions {
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

/**
 * The one error of Ledgerline; the pipeline and the policy engine read `disposition`, people read `code` and the message.
 *
 * Errors: guard with {@link isLedgerlineError}, never with `instanceof` (two copies of this package may be installed).
 */
export abstract class LedgerlineError extends Error {
  readonly [brand] = true;
  readonly code: string;
  readonly disposition: Disposition;
  readonly details: ErrorDetails;

  constructor(code: string, disposition: Disposition, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.disposition = disposition;
    this.details = Object.freeze({ ...options.details });
  }
}

/**
 * Tells a Ledgerline error from any other value, also across duplicate installs.
 *
 * @example
 * ```ts
 * assert.equal(isLedgerlineError(new PayloadError('not what was promised')), true);
 * assert.equal(isLedgerlineError(new Error('a bug')), false);
 * ```
 */
export function isLedgerlineError(value: unknown): value is LedgerlineError {
  return typeof value === 'object' && value !== null && brand in value;
}
