import type { BackoffKind } from '../contracts/policy.ts';
import type { Observation } from './attempt.ts';
import { backoffMs, spreadMs } from './backoff.ts';
import type { CallParts } from './call-parts.ts';
import type { Judgement } from './classify.ts';
import { failureKind } from './error-codes.ts';
import type { CallState } from './stored-state.ts';

/** What follows an attempt that did not deliver. Units: engine ms. */
export type NextStep =
  | { readonly action: 'again'; readonly notBefore: number }
  | {
      readonly action: 'defer';
      readonly reason: string;
      readonly notReady: boolean;
      /** From now; undefined when nobody named an instant. */
      readonly waitMs: number | undefined;
    }
  | { readonly action: 'give-up'; readonly reason: string };

export interface Failure {
  readonly judgement: Judgement;
  readonly observation: Observation | undefined;
  readonly errorCode: string | undefined;
  /** Wire bytes of the body this attempt received. */
  readonly bytes: number;
}

const repeatable: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'QUERY']);
/** A body that grew by this much made progress. Units: bytes. */
const progressBytes = 256 * 1024;

/** The counters of one call, and the one place that decides what comes after a failed attempt. */
export class CallProgress {
  /** Sends so far, throttled ones included. */
  sends = 0;
  retries = 0;
  throttles = 0;
  readonly #parts: CallParts;
  readonly #deadline: number;
  #backoffStep = 0;
  #previousMs: number | undefined;
  #unhinted = 0;
  #resumes = 0;
  #authReplays = 0;
  #corrupt = 0;
  #furthestByte = 0;

  constructor(parts: CallParts, deadline: number, stored: CallState | undefined) {
    this.#parts = parts;
    this.#deadline = deadline;
    this.retries = stored?.retries ?? 0;
    this.throttles = stored?.throttles ?? 0;
    this.#backoffStep = this.retries;
    this.#unhinted = this.throttles;
  }

  /** Sends that count against `maxAttempts`. */
  get attempts(): number {
    return this.retries + 1;
  }

  next(failure: Failure): NextStep {
    const { verdict, reason } = failure.judgement.ruling;
    if (verdict === 'give-up') return { action: 'give-up', reason };
    if (verdict === 'defer') return this.#park(failure);
    if (verdict === 'throttle') return this.#throttled(failure);
    if (verdict === 'auth-refresh') return this.#replay();
    if (verdict === 'reissue') return this.#resume('reissue');
    const midBody = failure.errorCode !== undefined && failure.observation?.judgement.ruling.verdict === 'deliver';
    if (failureKind(failure.errorCode ?? '') === 'corrupt') {
      this.#corrupt += 1;
      if (this.#corrupt > 1) return { action: 'give-up', reason: 'corrupt: the body was wrong twice' };
    }
    return midBody ? this.#broken(failure) : this.#retry(failure);
  }

  /** Waits until an instant, unless that is too far away. */
  waitUntil(notBefore: number): NextStep {
    const { policy } = this.#parts.context;
    const now = this.#parts.shared.time.now();
    const waitMs = Math.max(0, notBefore - now);
    if (waitMs > policy.retryAfter.maxWaitMs) return { action: 'defer', reason: 'max-wait', notReady: false, waitMs };
    if (now + waitMs + policy.minAttemptMs > this.#deadline) {
      return { action: 'defer', reason: 'deadline', notReady: false, waitMs };
    }
    return { action: 'again', notBefore };
  }

  #park({ judgement, observation }: Failure): NextStep {
    const now = this.#parts.shared.time.now();
    const known = observation !== undefined && observation.floorMs > 0;
    return {
      action: 'defer',
      reason: judgement.ruling.reason,
      notReady: observation?.answer.status !== 429 && judgement.matched?.hintFrom !== 'quotaReset',
      waitMs: known ? Math.max(0, observation.receivedAt + observation.floorMs - now) : undefined,
    };
  }

  #throttled({ observation }: Failure): NextStep {
    const { policy } = this.#parts.context;
    const hinted = observation !== undefined && observation.floorMs > 0;
    const status = observation?.answer.status;
    const unprocessed = status === 429 || (status === 503 && (observation?.hint?.floorMs ?? 0) > 0);
    if (!unprocessed && !this.#isRepeatable())
      return { action: 'give-up', reason: 'ambiguous: it may have been processed' };
    this.throttles += 1;
    if (this.throttles > policy.retry.maxThrottles) return { action: 'give-up', reason: 'throttles' };
    const now = this.#parts.shared.time.now();
    const { throttleBackoff } = policy.retry;
    if (hinted || throttleBackoff === 'off' || throttleBackoff === 'none') return { action: 'again', notBefore: now };
    const backoff = this.#draw(throttleBackoff, this.#unhinted, undefined);
    this.#unhinted += 1;
    this.#parts.log('wait', { backoff, floor: 0, notBefore: now + backoff, spread: 0 });
    return this.waitUntil(now + backoff);
  }

  #retry({ observation, errorCode }: Failure): NextStep {
    const { context, shared } = this.#parts;
    const { policy } = context;
    const unsent = errorCode !== undefined && failureKind(errorCode) === 'unsent';
    if (!unsent && !this.#isRepeatable()) return { action: 'give-up', reason: 'ambiguous: it may have been processed' };
    if (this.retries + 1 >= policy.retry.maxAttempts) return { action: 'give-up', reason: 'attempts' };
    const now = shared.time.now();
    const budget = context.budget.spend(now);
    this.#parts.log('budget', { cap: budget.cap, ok: budget.ok, used: budget.used });
    if (!budget.ok) return { action: 'give-up', reason: 'budget' };
    this.retries += 1;
    const floorMs = observation?.floorMs ?? 0;
    const backoff = this.#draw(policy.retry.backoff, this.#backoffStep, this.#previousMs);
    const spread = floorMs > 0 ? spreadMs(policy.retryAfter.spread, floorMs, this.#uniform('spread')) : 0;
    const floored = floorMs > 0 ? (observation?.receivedAt ?? now) + floorMs + spread : 0;
    const notBefore = Math.max(floored, now + backoff);
    this.#previousMs = floorMs > 0 ? undefined : backoff;
    this.#backoffStep = floorMs > 0 ? 0 : this.#backoffStep + 1;
    this.#parts.log('wait', { backoff, floor: floorMs, notBefore, spread });
    return this.waitUntil(notBefore);
  }

  /** A body broke off after good headers: the transport resumes or restarts it, within `maxResumes` without progress. */
  #broken({ observation, bytes }: Failure): NextStep {
    const offset = rangeStart(observation?.answer.headers['content-range']);
    if (offset + bytes >= this.#furthestByte + progressBytes) this.#resumes = 0;
    this.#furthestByte = Math.max(this.#furthestByte, offset + bytes);
    if (!this.#isRepeatable()) return { action: 'give-up', reason: 'ambiguous: it may have been processed' };
    return this.#resume('resume');
  }

  #resume(action: string): NextStep {
    this.#resumes += 1;
    this.#parts.log('resume', { action, offset: this.#furthestByte, resumes: this.#resumes });
    if (this.#resumes > this.#parts.context.policy.retry.maxResumes) return { action: 'give-up', reason: 'resumes' };
    return { action: 'again', notBefore: this.#parts.shared.time.now() };
  }

  #replay(): NextStep {
    this.#authReplays += 1;
    this.#parts.log('auth', { replay: this.#authReplays });
    if (this.#authReplays > 1) return { action: 'give-up', reason: 'auth: the credential was refused twice' };
    return { action: 'again', notBefore: this.#parts.shared.time.now() };
  }

  #isRepeatable(): boolean {
    const { operation, context } = this.#parts;
    const { method, idempotent, op } = operation;
    return idempotent || repeatable.has(method) || context.profile?.idempotentOps.includes(op) === true;
  }

  #draw(kind: BackoffKind, n: number, previousMs: number | undefined): number {
    const { baseMs, maxMs } = this.#parts.context.policy.retry;
    return backoffMs({ kind, baseMs, maxMs }, n, this.#uniform('backoff'), previousMs);
  }

  #uniform(purpose: string): number {
    const { shared, path, callId } = this.#parts;
    return shared.rng.uniform({ scope: path.at(-1)?.scope ?? '', callId, attempt: this.sends - 1, purpose });
  }
}

function rangeStart(contentRange: string | undefined): number {
  const match = contentRange === undefined ? null : /^bytes (\d{1,15})-/.exec(contentRange);
  return match === null ? 0 : Number(match[1]);
}
