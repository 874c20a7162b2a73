import type { BreakerConfig } from '../../contracts/policy.ts';
import type { GateEvents, Permit } from './gate-view.ts';

/** The probes of one generation: at most `probes` at once, each with a time limit. */
export class LeaseBook {
  readonly #scope: string;
  readonly #config: BreakerConfig;
  readonly #events: GateEvents;
  readonly #live = new Map<number, Permit>();

  constructor(scope: string, config: BreakerConfig, events: GateEvents) {
    this.#scope = scope;
    this.#config = config;
    this.#events = events;
  }

  get size(): number {
    return this.#live.size;
  }

  hasRoom(): boolean {
    return this.#live.size < this.#config.probes;
  }

  nextExpiry(): number | undefined {
    let next: number | undefined;
    for (const { lease } of this.#live.values()) {
      if (lease !== undefined && (next === undefined || lease.expiresAt < next)) next = lease.expiresAt;
    }
    return next;
  }

  grant(permit: Permit, now: number, owner: string): void {
    let slot = 0;
    while (this.#live.has(slot)) slot += 1;
    const { generation } = permit;
    permit.lease = {
      scope: this.#scope,
      generation,
      slot,
      owner,
      grantedAt: now,
      expiresAt: now + this.#config.leaseMs,
    };
    this.#live.set(slot, permit);
    this.#events.lease('grant', permit.lease);
  }

  /** Takes a lease back; false when it no longer lives. */
  giveBack(permit: Permit): boolean {
    const { lease } = permit;
    if (lease === undefined || this.#live.get(lease.slot) !== permit) return false;
    this.#live.delete(lease.slot);
    this.#events.lease('return', lease);
    return true;
  }

  renew(permit: Permit, now: number): boolean {
    const { lease } = permit;
    if (lease === undefined || this.#live.get(lease.slot) !== permit) return false;
    const expiresAt = Math.min(lease.grantedAt + this.#config.leaseMaxMs, now + this.#config.leaseMs);
    permit.lease = { ...lease, expiresAt: Math.max(lease.expiresAt, expiresAt) };
    return true;
  }

  /** Removes one expired lease together with its place in flight; answers when it expired. */
  expire(now: number): number | undefined {
    for (const [slot, permit] of this.#live) {
      const { lease } = permit;
      if (lease === undefined || lease.expiresAt > now) continue;
      this.#live.delete(slot);
      permit.counted = false;
      this.#events.lease('expire', lease);
      return lease.expiresAt;
    }
    return undefined;
  }

  voidAll(): void {
    for (const { lease } of this.#live.values()) if (lease !== undefined) this.#events.lease('void', lease);
    this.#live.clear();
  }
}
