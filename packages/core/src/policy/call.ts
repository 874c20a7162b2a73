import type { Answer, AttemptContext, Operation } from '../contracts/policy.ts';
import type { LedgerlineError } from '../errors/ledgerline-error.ts';
import { Attempt } from './attempt.ts';
import { admitRecord, type CallOptions, type CallParts, type Shared } from './call-parts.ts';
import type { Judgement } from './classify.ts';
import { isGuardRejection, runThrough } from './cockatiel.ts';
import type { RecordFields } from './decision-log.ts';
import { deferralMs } from './deferral.ts';
import type { DspContext } from './dsp-context.ts';
import { type Ending, readEnding } from './ending.ts';
import type { Hold, Permit } from './gate/gate-view.ts';
import type { ScopeNode, Waiter } from './gate/scope-node.ts';
import { cancelled, deferred, gaveUp, type Said, tooManyPending } from './outcome.ts';
import { type Inner, Pause } from './pause.ts';
import { CallProgress, type NextStep } from './retry.ts';

/** One logical operation from its first wish to send to its last word. */
export class Call<T> implements CallParts, Waiter {
  readonly operation: Operation;
  readonly callId: string;
  readonly request: string;
  readonly owner: string;
  readonly ticket: number;
  readonly context: DspContext;
  readonly shared: Shared;
  readonly path: readonly ScopeNode[];
  readonly latestStart: number;
  readonly maxWaitMs: number;
  readonly impatient: boolean;
  readonly #fn: (context: AttemptContext) => Promise<T>;
  readonly #signal: AbortSignal;
  readonly #deadline: number;
  readonly #stateKey: string;
  readonly #progress: CallProgress;
  readonly #done = Promise.withResolvers<T>();
  #notBefore: number;
  #settled = false;
  #guarded = true;
  #attempt: Attempt | undefined;
  #start: ((permits: readonly Permit[]) => void) | undefined;
  #stop: ((error: unknown) => void) | undefined;
  #said: Said = { words: 'was not asked yet', status: undefined, cause: undefined };

  constructor(options: CallOptions<T>) {
    const { operation, callId, context, shared } = options;
    const { policy } = context;
    this.operation = operation;
    this.callId = callId;
    this.request = options.request;
    this.owner = callId;
    this.ticket = options.ticket;
    this.context = context;
    this.shared = shared;
    this.path = context.path(operation.scope);
    this.#fn = options.fn;
    this.#signal = options.signal;
    this.#deadline = shared.time.now() + policy.deadlineMs;
    this.latestStart = this.#deadline - policy.minAttemptMs;
    this.maxWaitMs = policy.retryAfter.maxWaitMs;
    this.impatient = policy.admission === 'reject';
    this.#stateKey = [this.path.at(-1)?.scope, operation.op, operation.opKey].join('/');
    const stored = shared.store.call(this.#stateKey);
    this.#notBefore = stored === undefined ? 0 : shared.time.now() + Math.ceil(stored.retryAt - shared.time.wall());
    this.#progress = new CallProgress(this, this.#deadline, stored);
  }

  run(): Promise<T> {
    const { operation, shared } = this;
    const { dsp, idempotent, method, op, opKey, sync } = operation;
    const wall = shared.time.wall();
    const aborted = this.#signal.aborted ? true : undefined;
    const path = [...operation.scope];
    this.log('call', { aborted, deadline: this.#deadline, dsp, idempotent, method, op, opKey, path, sync, wall });
    if (aborted) {
      this.#onAbort();
      return this.#done.promise;
    }
    this.#signal.addEventListener('abort', this.#onAbort, { once: true });
    const stages = {
      guard: this.context.guard,
      retry: <R>(fn: Inner<R>) => this.#retry(fn),
      gate: <R>(fn: Inner<R>) => this.#gate(fn),
      limit: <R>(fn: Inner<R>, signal: AbortSignal | undefined) =>
        this.context.limit(this.#deadline - this.shared.time.now()).execute(fn, signal),
    };
    runThrough(stages, ({ signal }) => this.#send(signal), this.#signal).then(
      (value) => this.#done.resolve(value),
      (error: unknown) => this.#fail(error),
    );
    if (this.#guarded) this.#finish('gave-up', 'pending', undefined);
    return this.#done.promise;
  }

  log(k: string, fields: RecordFields): void {
    const { log } = this.shared;
    if (log.enabled)
      log.write(k, { call: this.callId, scope: this.path.at(-1)?.scope, thr: this.#progress.throttles, ...fields });
  }

  deferralMs(judgement: Judgement, wallMs: number, answer: Pick<Answer, 'headers'>): number | undefined {
    return deferralMs(judgement, wallMs, answer, this.context.profile);
  }

  start(permits: readonly Permit[], queued: boolean): void {
    if (this.shared.log.enabled) this.log('admit', admitRecord(this, permits, queued, this.#progress.sends));
    this.#start?.(permits);
  }

  held(node: ScopeNode, hold: Hold): void {
    this.log('hold', { cause: hold.cause, node: node.scope, queue: node.waiting, until: hold.until });
  }

  refused(node: ScopeNode, hold: Hold, reason: 'deadline' | 'max-wait' | 'rejected'): void {
    const now = this.shared.time.now();
    const waitMs = Math.max(0, (hold.until ?? now + this.context.policy.minAttemptMs) - now);
    this.#stop?.(this.#defer({ reason: `${reason}: ${hold.cause}`, waitMs, notReady: false }, node));
  }

  /** The retry stage: sends until an attempt has the last word; every change is durable before it waits. */
  async #retry<R>(fn: Inner<R>): Promise<R> {
    this.#guarded = false;
    if (this.#notBefore > this.shared.time.now()) {
      await this.#follow(this.#progress.waitUntil(this.#notBefore))?.wait;
      await this.#reenter();
    }
    for (;;) {
      try {
        return await fn({ signal: this.#signal });
      } catch (error) {
        if (!(error instanceof Pause)) throw error;
        const writing = this.shared.store.persist();
        if (writing !== undefined) await writing;
        if (error.wait !== undefined) await error.wait;
        await this.#reenter();
      }
    }
  }

  /** Asks the gate anew; recorded, since what else happens in the same instant decides the order. */
  async #reenter(): Promise<void> {
    const turn = this.shared.turnstile?.(this.callId);
    if (turn !== undefined) await turn;
    if (this.#settled) throw cancelled(this.operation);
    this.shared.time.sample();
    this.log('enter', { wall: this.shared.time.wall() });
  }

  /** The gate stage: waits for its turn, and starts the attempt in the same turn as it is admitted. */
  #gate<R>(fn: Inner<R>): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.#stop = reject;
      this.#start = (permits) => {
        const { sends } = this.#progress;
        if (sends === 0) this.context.budget.firstSend(this.shared.time.now());
        const attempt = new Attempt(this, sends, permits, this.#signal);
        this.#attempt = attempt;
        this.#progress.sends += 1;
        Promise.resolve(fn({ signal: this.#signal })).then(
          (value) => {
            this.#delivered(attempt);
            resolve(value);
          },
          (error: unknown) => reject(this.#failed(attempt, error)),
        );
      };
      this.shared.admission.submit(this);
    });
  }

  async #send(signal: AbortSignal): Promise<T> {
    const attempt = this.#attempt;
    if (attempt === undefined || this.#signal.aborted) throw cancelled(this.operation);
    attempt.signal = signal;
    return this.#fn(attempt);
  }

  #delivered(attempt: Attempt): void {
    if (this.#settled) return;
    this.shared.time.sample();
    this.log('end', { att: attempt.attempt, bytes: attempt.bytes, how: 'value', wall: this.shared.time.wall() });
    if (attempt.observation === undefined) attempt.voteSuccess();
    this.#finish('delivered', undefined, undefined);
    attempt.settle();
  }

  /** What the retry stage gets to see of a failed attempt: a pause, or the call's last word. */
  #failed(attempt: Attempt, error: unknown): unknown {
    if (this.#settled) return cancelled(this.operation);
    this.shared.time.sample();
    const timedOut = attempt.signal !== this.#signal && attempt.signal.aborted;
    const ending = readEnding(error, timedOut, attempt.observation, this.operation.op, this.context.profile);
    this.log('end', { att: attempt.attempt, bytes: attempt.bytes, wall: this.shared.time.wall(), ...ending.record });
    const next = this.#judge(attempt, ending, error);
    attempt.settle();
    return next;
  }

  #judge(attempt: Attempt, ending: Ending, error: unknown): unknown {
    const { judgement } = ending;
    if (judgement === undefined) {
      this.#finish('rethrown', ending.record.errorKind, undefined);
      return error;
    }
    const { observation } = attempt;
    this.#said = {
      words: ending.words,
      status: observation?.answer.status,
      cause: ending.errorCode === undefined ? undefined : error,
    };
    if (ending.errorCode !== undefined) {
      this.log('verdict', { att: attempt.attempt, ...judgement.ruling });
      if (judgement.vote === 'failure') attempt.voteFailure();
    }
    const { bytes } = attempt;
    const step = this.#progress.next({ judgement, observation, errorCode: ending.errorCode, bytes });
    if (step.action === 'defer') return this.#defer(step, this.path[this.context.credentialLevel(this.path)]);
    if (step.action === 'give-up') {
      this.#finish('gave-up', step.reason, undefined);
      const { verdict, rule } = judgement.ruling;
      return gaveUp(this.operation, { reason: step.reason, verdict, rule, said: this.#said }, this.#progress);
    }
    return this.#follow(step);
  }

  #follow(step: NextStep): Pause | undefined {
    if (step.action === 'defer') throw this.#defer(step, this.path.at(-1));
    if (step.action === 'give-up') return undefined;
    const { time } = this.shared;
    const now = time.now();
    this.#remember(time.wall() + Math.max(0, step.notBefore - now));
    return new Pause(step.notBefore <= now ? undefined : this.#sleep(step.notBefore));
  }

  /** A wait on engine time that ends at once when the call is stopped. */
  #sleep(due: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.shared.time.at(due, resolve);
      this.#stop = (error) => {
        timer[Symbol.dispose]();
        reject(error);
      };
    });
  }

  #defer(
    step: { readonly reason: string; readonly waitMs: number | undefined; readonly notReady: boolean },
    node: ScopeNode | undefined,
  ): LedgerlineError {
    const retryAt = step.waitMs === undefined ? undefined : this.shared.time.wall() + step.waitMs;
    this.#finish('deferred', step.reason, retryAt);
    const { reason, notReady, waitMs: retryAfterMs } = step;
    const at = { scope: node?.scope ?? this.operation.dsp, generation: node?.gate.generation ?? 0 };
    return deferred(
      this.operation,
      { reason, notReady, retryAfterMs, retryAt, ...at, said: this.#said },
      this.#progress,
    );
  }

  #finish(outcome: string, reason: string | undefined, retryAt: number | undefined): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#signal.removeEventListener('abort', this.#onAbort);
    if (outcome === 'deferred' && retryAt !== undefined) this.#remember(retryAt);
    else if (outcome !== 'cancelled') this.shared.store.setCall(this.#stateKey, undefined);
    const { attempts, throttles } = this.#progress;
    this.log('settle', { attempts, outcome, reason, retryAt, throttles });
  }

  #remember(retryAt: number): void {
    const { retries, throttles } = this.#progress;
    this.shared.store.setCall(this.#stateKey, { retries, throttles, retryAt });
  }

  /** An exit is reported only once what it depends on is durable. */
  #fail(error: unknown): void {
    if (isGuardRejection(error)) {
      this.#done.reject(tooManyPending(this.operation, this.context.policy.concurrency.maxPending));
      return;
    }
    const writing = this.shared.store.persist();
    if (writing === undefined) this.#done.reject(error);
    else writing.then(() => this.#done.reject(error), this.#done.reject);
  }

  readonly #onAbort = (): void => {
    if (this.#settled) return;
    const error = cancelled(this.operation);
    this.shared.time.sample();
    this.log('cancel', {});
    this.#finish('cancelled', undefined, undefined);
    this.#done.reject(error);
    this.#stop?.(error);
    this.shared.admission.cancel(this);
    this.#attempt?.settle();
  };
}
