import {
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  CountBreaker,
  EventEmitter,
  handleWhen,
  type IBackoffFactory,
  type IBreaker,
  type IDefaultPolicyContext,
  type IFailureEvent,
  type IPolicy,
  type ISuccessEvent,
  noop,
  type Policy,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import type { AttemptContext, BreakerConfig, Operation, PolicyEngine } from '../contracts/policy.ts';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';
import { sanitiseDelay } from './backoff.ts';
import { type FailureStatistics, WindowBreaker } from './window-breaker.ts';

type Execute = <T>(
  fn: (context: IDefaultPolicyContext) => PromiseLike<T> | T,
  signal: AbortSignal | undefined,
) => Promise<T>;

const silent = new EventEmitter<never>();

/** One of our own stages in cockatiel's shape. */
class Stage implements IPolicy {
  declare readonly _altReturn: never;
  readonly onSuccess = silent.addListener;
  readonly onFailure = silent.addListener;
  readonly #execute: Execute;

  constructor(execute: Execute) {
    this.#execute = execute;
  }

  execute<T>(fn: (context: IDefaultPolicyContext) => PromiseLike<T> | T, signal?: AbortSignal): Promise<T> {
    return this.#execute(fn, signal);
  }
}

/** What one call runs through, outermost first. */
export interface CallStages {
  readonly guard: IPolicy;
  readonly retry: Execute;
  readonly gate: Execute;
  readonly limit: Execute;
}

export function runThrough<T>(
  stages: CallStages,
  fn: (context: IDefaultPolicyContext) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const call: IPolicy = wrap(stages.guard, new Stage(stages.retry), new Stage(stages.gate), new Stage(stages.limit));
  return call.execute(fn, signal);
}

/** Caps calls that are pending at once; it never queues, waiting is the gate's business. */
export function createGuard(maxPending: number): IPolicy {
  return bulkhead(maxPending, 0);
}

export function isGuardRejection(error: unknown): boolean {
  return error instanceof BulkheadRejectedError;
}

/** Limits one attempt, and cuts it off at the call's deadline when that comes first. */
export function createAttemptLimit(attemptMs: number): (remainingMs: number) => IPolicy {
  const options = { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false };
  const whole = timeout(attemptMs, options);
  return (remainingMs) => (remainingMs >= attemptMs ? whole : timeout(Math.max(1, remainingMs), options));
}

/** An attempt without a limit, for a replay. */
export const noLimit: IPolicy = noop;

/** Failure statistics of a gate: cockatiel's breakers where they are sound, ours where they read a clock. */
export function createStatistics(config: BreakerConfig, now: () => number): FailureStatistics {
  if (config.kind === 'window') return new WindowBreaker(config, now);
  const breaker: IBreaker =
    config.kind === 'consecutive'
      ? new ConsecutiveBreaker(config.threshold)
      : new CountBreaker({
          threshold: config.threshold,
          size: config.size,
          minimumNumberOfCalls: config.minCalls,
        });
  return {
    success: () => breaker.success(CircuitState.Closed),
    failure: () => breaker.failure(CircuitState.Closed),
  };
}

/** Delays of a foreign backoff made safe: never NaN, never negative, never above `maxMs`. */
export function foreignDelays<C>(factory: IBackoffFactory<C>, maxMs: number): (context: C) => number {
  let current = factory;
  return (context) => {
    const next = current.next(context);
    current = next;
    return sanitiseDelay(next.duration, maxMs);
  };
}

/** The engine's events in cockatiel's shape; a listener that throws changes no outcome. */
export class EngineEvents {
  readonly #success = new EventEmitter<ISuccessEvent>();
  readonly #failure = new EventEmitter<IFailureEvent>();
  readonly #onListenerError: (error: unknown) => void;

  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  readonly onSuccess: IPolicy['onSuccess'] = (listener) => this.#success.addListener(this.#guarded(listener));
  readonly onFailure: IPolicy['onFailure'] = (listener) => this.#failure.addListener(this.#guarded(listener));

  succeeded(duration: number): void {
    this.#success.emit({ duration });
  }

  failed(duration: number, error: unknown): void {
    this.#failure.emit({ duration, handled: isPolicyFailure(error), reason: { error } });
  }

  #guarded<E>(listener: (event: E) => void): (event: E) => void {
    return (event) => {
      try {
        listener(event);
      } catch (error) {
        this.#onListenerError(error);
      }
    };
  }
}

function isPolicyFailure(error: unknown): boolean {
  return isLedgerlineError(error) && (error.disposition === 'retry' || error.disposition === 'defer');
}

/** The engine's own idea of a transient failure, for `fallback` and other cockatiel policies around it. */
export const policyFailures: Policy = handleWhen(isPolicyFailure);

/** The engine as a cockatiel policy for one operation. */
export function asCockatielPolicy(
  engine: PolicyEngine & { readonly events: Pick<EngineEvents, 'onSuccess' | 'onFailure'> },
  operation: Operation,
): IPolicy<AttemptContext> {
  const never = new AbortController().signal;
  class EnginePolicy implements IPolicy<AttemptContext> {
    declare readonly _altReturn: never;
    readonly onSuccess = engine.events.onSuccess;
    readonly onFailure = engine.events.onFailure;

    execute<T>(fn: (context: AttemptContext) => PromiseLike<T> | T, signal: AbortSignal = never): Promise<T> {
      return engine.run(operation, async (context) => fn(context), { signal });
    }
  }
  return new EnginePolicy();
}
