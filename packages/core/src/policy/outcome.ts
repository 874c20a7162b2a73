import type { Operation } from '../contracts/policy.ts';
import {
  AuthError,
  CancelledError,
  ConfigError,
  NotReadyError,
  PayloadError,
  RateLimitError,
  UpstreamError,
} from '../errors/leaves.ts';
import type { ErrorDetails, LedgerlineError } from '../errors/ledgerline-error.ts';

/** How far a call got. */
export interface Tally {
  readonly attempts: number;
  readonly throttles: number;
}

/** The last thing the DSP said, in words: `answered 503`. */
export interface Said {
  readonly words: string;
  readonly status: number | undefined;
  readonly cause: unknown;
}

export interface Deferral {
  readonly reason: string;
  readonly notReady: boolean;
  readonly retryAfterMs: number | undefined;
  /** Units: epoch ms. */
  readonly retryAt: number | undefined;
  readonly scope: string;
  readonly generation: number;
  readonly said: Said;
}

/** The call is parked: nothing is wrong, it is only too early. */
export function deferred(operation: Operation, deferral: Deferral, tally: Tally): LedgerlineError {
  const { retryAt, retryAfterMs, reason, scope, generation, said } = deferral;
  const when = retryAt === undefined ? 'at the next run' : `at the first run after ${new Date(retryAt).toISOString()}`;
  const details: ErrorDetails = {
    ...{ retryAt: retryAt ?? null, retryAfterMs: retryAfterMs ?? null, reason, scope, generation },
    ...{ op: operation.op, status: said.status ?? null, attempts: tally.attempts, throttles: tally.throttles },
  };
  const message = `${name(operation)}: ${operation.dsp} ${said.words} (${reason}); it is asked again ${when}.`;
  const options = { details, cause: said.cause };
  return deferral.notReady ? new NotReadyError(message, options) : new RateLimitError('defer', message, options);
}

/** The call has ended for good. */
export function gaveUp(
  operation: Operation,
  end: { readonly reason: string; readonly verdict: string; readonly rule: string; readonly said: Said },
  tally: Tally,
): LedgerlineError {
  const { reason, verdict, said } = end;
  const details: ErrorDetails = {
    ...{ reason, verdict, rule: end.rule, op: operation.op, status: said.status ?? null },
    ...{ attempts: tally.attempts, throttles: tally.throttles },
  };
  const options = { details, cause: said.cause };
  const tried = tally.attempts > 1 ? ` after ${tally.attempts} attempts` : '';
  const start = `${name(operation)}: ${operation.dsp} ${said.words}${tried} (${reason})`;
  switch (family(reason)) {
    case 'auth':
      return new AuthError(
        'AUTH_REJECTED',
        `${start}; check the credential and what it may see, then run again.`,
        options,
      );
    case 'gone':
      return new NotReadyError(`${start}; the DSP keeps it no longer, import it from a file if you have one.`, {
        ...options,
        gone: true,
      });
    case 'config':
      return new ConfigError(`${start}; correct the configuration, then run again.`, options);
    case 'corrupt':
      return new PayloadError(`${start}; report it to the DSP, nothing of it was kept.`, {
        ...options,
        code: 'PAYLOAD_CORRUPT',
        disposition: 'abort',
      });
    case 'ambiguous':
      return new UpstreamError(`${start}; it may have been done, so it is not repeated: list what is there first.`, {
        ...options,
        disposition: 'abort',
      });
    default:
      return new UpstreamError(`${start}; it is not asked again in this run.`, { ...options, disposition: 'abort' });
  }
}

export function tooManyPending(operation: Operation, maxPending: number): LedgerlineError {
  return new RateLimitError(
    'retry',
    `${name(operation)}: ${maxPending} calls to ${operation.dsp} are pending already; start fewer at once or raise concurrency.maxPending.`,
    { details: { reason: 'pending', op: operation.op } },
  );
}

export function cancelled(operation: Operation): LedgerlineError {
  return new CancelledError(`${name(operation)}: stopped on request.`, { details: { op: operation.op } });
}

function name(operation: Operation): string {
  return `"${operation.op}" (${operation.opKey})`;
}

/** A reason begins with its family: `auth: the token lacks a scope`, `gone`. */
function family(reason: string): string {
  return /^[a-z]+/.exec(reason)?.[0] ?? reason;
}
