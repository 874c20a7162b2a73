import type { PolicyConfig } from '../../contracts/policy.ts';
import { openingMs, spreadMs } from '../backoff.ts';
import type { FailureStatistics } from '../window-breaker.ts';
import type { GateEvents, GateState, GateStateName, GateView, Hold, HoldCause, Permit, Vote } from './gate-view.ts';
import { hold } from './gate-view.ts';
import { LearnedQuota } from './learned-quota.ts';
import { LeaseBook } from './lease-book.ts';
import { Reservation } from './reservation.ts';

export interface GateOptions {
  readonly scope: string;
  readonly policy: PolicyConfig;
  /** Uniform in [0, 1) for a purpose and a generation. */
  readonly draw: (purpose: string, generation: number) => number;
  readonly statistics: () => FailureStatistics;
  readonly events: GateEvents;
}

/** Shared admission state of one scope: whether traffic flows, how much at once, and until when not. */
export class Gate {
  readonly scope: string;
  readonly #policy: PolicyConfig;
  readonly #options: GateOptions;
  readonly #learned = new LearnedQuota();
  readonly #reservation = new Reservation();
  readonly #leases: LeaseBook;
  readonly #handles = new Set<string>();
  #statistics: FailureStatistics;
  #state: GateStateName = 'Closed';
  #generation = 0;
  #until = 0;
  #cause: HoldCause = 'hint';
  #openings = 0;
  #limit: number;
  #slowStart = Number.POSITIVE_INFINITY;
  #brakedUntil = 0;
  #votes = 0;
  #inFlight = 0;

  constructor(options: GateOptions) {
    this.#options = options;
    this.scope = options.scope;
    this.#policy = options.policy;
    this.#statistics = options.statistics();
    this.#limit = this.#startLimit();
    this.#leases = new LeaseBook(options.scope, options.policy.breaker, options.events);
  }

  get generation(): number {
    return this.#generation;
  }

  view(): GateView {
    return {
      ...{
        scope: this.scope,
        state: this.#state,
        generation: this.#generation,
        until: this.#until,
        cause: this.#cause,
      },
      ...{ k: this.#openings, limit: this.#limit, inFlight: this.#inFlight, leases: this.#leases.size },
      ...{ quota: this.#learned.quota, reserved: this.#reservation.left },
    };
  }

  /** Why one more send may not pass now; undefined when it may. */
  check(now: number): Hold | undefined {
    this.#tick(now);
    if (this.#state === 'Isolated') return hold('isolated');
    if (this.#state === 'Open' && now < this.#until) return hold(this.#cause, this.#until);
    if (this.#inFlight >= this.#policy.concurrency.max) return hold('slots');
    if (this.#state === 'Open') return undefined;
    if (this.#state === 'HalfOpen')
      return this.#leases.hasRoom() ? undefined : hold('probe', undefined, this.#leases.nextExpiry());
    if (now < this.#brakedUntil) return hold('brake', this.#brakedUntil);
    if (this.#inFlight >= Math.floor(Math.min(this.#limit, this.#policy.concurrency.max))) return hold('slots');
    if (this.#reservation.left === 0) return hold('reserve', undefined, this.#reservation.end);
    if (this.#learns() && !this.#learned.hasRoom(this.#inFlight))
      return hold('learned', undefined, this.#learned.windowEnd);
    return undefined;
  }

  /** Takes a place; only after `check` found none missing, in the same turn. */
  take(now: number, owner: string): Permit {
    if (this.#state === 'Open') {
      this.#votes = 0;
      this.#learned.begin(now);
      this.#move('HalfOpen', 'probe');
    }
    this.#inFlight += 1;
    this.#learned.take();
    this.#reservation.take();
    const permit: Permit = {
      generation: this.#generation,
      epoch: this.#learned.epoch,
      lease: undefined,
      counted: true,
    };
    if (this.#state === 'HalfOpen') this.#leases.grant(permit, now, owner);
    return permit;
  }

  /** Gives a place back without a vote. */
  release(permit: Permit): void {
    if (!permit.counted) return;
    permit.counted = false;
    this.#leases.giveBack(permit);
    this.#leave();
  }

  /** A body made progress: the probe lives. */
  renew(permit: Permit, now: number): boolean {
    this.#tick(now);
    return this.#leases.renew(permit, now);
  }

  success(permit: Permit, now: number): Vote {
    this.#tick(now);
    this.#learned.success(permit.epoch);
    if (!this.#counts(permit)) return 'stale';
    if (this.#state === 'HalfOpen') {
      this.#votes += 1;
      if (this.#votes >= this.#policy.breaker.successes) this.#flow();
      return 'counted';
    }
    this.#statistics.success();
    this.#grow();
    return 'counted';
  }

  failure(permit: Permit, now: number): Vote {
    this.#tick(now);
    if (!this.#counts(permit)) return 'stale';
    if (this.#state === 'HalfOpen' || this.#statistics.failure()) this.#openUnhinted('failures', now);
    return 'counted';
  }

  /** "Not now" with a floor: counts from any generation. */
  throttleUntil(receivedAt: number, floorMs: number, now: number): void {
    this.#tick(now);
    if (this.#state === 'Closed') this.#learned.throttled(receivedAt + floorMs);
    const { gateMaxMs } = this.#policy.retryAfter;
    this.#block(receivedAt, gateMaxMs === null ? floorMs : Math.min(floorMs, gateMaxMs), 'hint');
  }

  /** "Not now" without a floor: brakes once per burst, or blocks when there is nothing left to brake. */
  throttleUnhinted(permit: Permit, now: number): Vote {
    this.#tick(now);
    if (!this.#counts(permit)) return 'stale';
    if (this.#state === 'HalfOpen' || this.#limit <= 1) {
      this.#openUnhinted('throttle', now);
      return 'counted';
    }
    const { beta, brakeMs } = this.#policy.breaker.ramp;
    this.#slowStart = Math.max(1, this.#limit / 2);
    this.#limit = Math.max(1, beta * this.#limit);
    const u = this.#options.draw('brake', this.#generation + 1);
    this.#brakedUntil = now + brakeMs[0] + Math.floor(u * (brakeMs[1] - brakeMs[0]));
    this.#move('Closed', 'brake');
    return 'counted';
  }

  /** The answer said how much is left until when; `success` says it was a 2xx. */
  observeQuota(remaining: number, receivedAt: number, resetMs: number, success: boolean, now: number): void {
    this.#tick(now);
    const others = Math.max(0, this.#inFlight - 1);
    if (this.#policy.breaker.reserve) this.#reservation.observe(remaining, receivedAt + resetMs, others);
    if (success && remaining === 0 && resetMs > 0) this.#block(receivedAt, resetMs, 'quota');
  }

  /** Learns of a window from elsewhere; it may only lengthen what is known here. */
  extend(until: number, cause: HoldCause, now: number): void {
    this.#tick(now);
    if (until <= Math.max(now, this.#until)) return;
    this.#until = until;
    if (this.#state === 'Isolated') return;
    this.#cause = cause;
    this.#move('Open', cause, this.#state !== 'Open');
  }

  isolate(handle: string): void {
    this.#handles.add(handle);
    if (this.#state !== 'Isolated') this.#move('Isolated', 'isolated');
  }

  unisolate(handle: string, now: number): void {
    if (!this.#handles.delete(handle) || this.#handles.size > 0 || this.#state !== 'Isolated') return;
    this.#limit = this.#startLimit();
    this.#move(this.#until > now ? 'Open' : 'Closed', 'released');
  }

  export(now: number, wallMs: number): GateState {
    const probing = this.#state === 'HalfOpen' ? now + this.#policy.breaker.leaseMs : 0;
    const quota = this.#learned.quota;
    return {
      scope: this.scope,
      state: this.#state === 'HalfOpen' ? 'Open' : this.#state,
      untilWallMs: wallMs + Math.max(this.#until, probing) - now,
      cause: this.#cause,
      k: this.#openings,
      limit: this.#limit,
      ...(quota === undefined ? {} : { quota }),
      handles: [...this.#handles],
    };
  }

  /** Takes over what another process knew; never shortens a window. */
  import(state: GateState, now: number, wallMs: number): void {
    this.#openings = Math.max(this.#openings, state.k);
    this.#limit = Math.max(1, Math.min(this.#limit, state.limit));
    this.#learned.restore(this.#learned.quota ?? state.quota);
    for (const handle of state.handles) this.isolate(handle);
    this.extend(now + Math.ceil(state.untilWallMs - wallMs), 'imported', now);
  }

  /** Only a result of the current generation votes; a probe's lease is spent by its vote. */
  #counts(permit: Permit): boolean {
    if (permit.generation !== this.#generation) return false;
    return this.#state === 'HalfOpen' ? this.#leases.giveBack(permit) : this.#state === 'Closed';
  }

  #startLimit(): number {
    return Math.min(this.#policy.breaker.ramp.start, this.#policy.concurrency.max);
  }

  #learns(): boolean {
    return this.#policy.breaker.learnQuota && !this.#reservation.active;
  }

  /** Does what time alone does: expires leases and windows. */
  #tick(now: number): void {
    const expired = this.#state === 'HalfOpen' ? this.#leases.expire(now) : undefined;
    if (expired !== undefined) {
      this.#leave();
      this.#openUnhinted('inconclusive', expired);
    }
    this.#reservation.expire(now);
    if (this.#state !== 'Closed') return;
    this.#learned.roll(now);
    if (this.#reservation.left === 0 && this.#inFlight === 0) this.#block(now, this.#reservation.end - now, 'quota');
  }

  #leave(): void {
    this.#inFlight -= 1;
    if (this.#inFlight === 0) this.#reservation.idle();
  }

  #grow(): void {
    const { max } = this.#policy.concurrency;
    this.#limit = Math.min(max, this.#limit + (this.#limit < this.#slowStart ? 1 : 1 / this.#limit));
    if (this.#limit >= max) this.#slowStart = Number.POSITIVE_INFINITY;
  }

  #flow(): void {
    this.#limit = this.#startLimit();
    this.#openings = 0;
    this.#statistics = this.#options.statistics();
    this.#move('Closed', 'votes');
  }

  #block(receivedAt: number, floorMs: number, cause: HoldCause): void {
    const opens = this.#state === 'Closed' || this.#state === 'HalfOpen';
    const u = this.#options.draw('spread', this.#generation + (opens ? 1 : 0));
    const until = receivedAt + floorMs + spreadMs(this.#policy.retryAfter.spread, floorMs, u);
    if (!opens && until <= this.#until) return;
    this.#until = Math.max(this.#until, until);
    if (this.#state === 'Isolated') return;
    this.#cause = cause;
    this.#move('Open', cause, opens);
  }

  #openUnhinted(cause: HoldCause, now: number): void {
    this.#openings += 1;
    const { breaker, retry } = this.#policy;
    const baseMs = breaker.openBaseMs ?? retry.baseMs;
    const u = this.#options.draw('open', this.#generation + 1);
    this.#until = Math.max(this.#until, now + openingMs(baseMs, breaker.openMaxMs ?? retry.maxMs, this.#openings, u));
    this.#cause = cause;
    this.#move('Open', cause);
  }

  #move(to: GateStateName, cause: string, bump = true): void {
    const from = this.#state;
    this.#state = to;
    if (bump) this.#generation += 1;
    if (from === 'HalfOpen' && to !== 'HalfOpen') this.#leases.voidAll();
    const until = to === 'Closed' ? this.#brakedUntil : this.#until;
    this.#options.events.change({
      scope: this.scope,
      from,
      to,
      cause,
      until,
      k: this.#openings,
      generation: this.#generation,
    });
  }
}
