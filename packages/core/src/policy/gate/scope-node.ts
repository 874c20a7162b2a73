import type { Gate } from './gate.ts';
import type { Hold, HoldCause, Permit } from './gate-view.ts';
import type { AdmissionWindow } from './rate-windows.ts';

/** A call that wants to send; its ticket is its place in every queue, kept over throttles. */
export interface Waiter {
  readonly ticket: number;
  readonly owner: string;
  /** Root first. */
  readonly path: readonly ScopeNode[];
  /** The last instant worth a start. Units: monotonic ms. */
  readonly latestStart: number;
  readonly maxWaitMs: number;
  /** True when it would rather be told than wait. */
  readonly impatient: boolean;
  /** Sends in the same turn; one permit for each node of the path. */
  start(permits: readonly Permit[], queued: boolean): void;
  held(node: ScopeNode, hold: Hold): void;
  refused(node: ScopeNode, hold: Hold, reason: 'deadline' | 'max-wait' | 'rejected'): void;
}

/** One scope of the tree: its gate, its rate windows, and who waits here, in the order of their tickets. */
export class ScopeNode {
  readonly scope: string;
  readonly gate: Gate;
  readonly windows: readonly AdmissionWindow[];
  readonly children: ScopeNode[] = [];
  readonly #queue: Waiter[] = [];
  timer: Disposable | undefined;
  timerDue: number | undefined;
  /** The end of the window that the waiters were last measured against. */
  judgedUntil: number | undefined;

  constructor(scope: string, gate: Gate, windows: readonly AdmissionWindow[]) {
    this.scope = scope;
    this.gate = gate;
    this.windows = windows;
  }

  get head(): Waiter | undefined {
    return this.#queue[0];
  }

  get waiting(): number {
    return this.#queue.length;
  }

  waiters(): readonly Waiter[] {
    return [...this.#queue];
  }

  check(now: number): Hold | undefined {
    const held = this.gate.check(now);
    if (held !== undefined) return held;
    let latest = now;
    for (const window of this.windows) latest = Math.max(latest, window.roomAt(now));
    return latest > now ? { cause: 'window' satisfies HoldCause, until: latest, wakeAt: latest } : undefined;
  }

  take(now: number, owner: string): Permit {
    for (const window of this.windows) window.take(now);
    return this.gate.take(now, owner);
  }

  enqueue(waiter: Waiter): void {
    this.#queue.splice(this.#indexOf(waiter.ticket), 0, waiter);
  }

  remove(waiter: Waiter): boolean {
    const index = this.#indexOf(waiter.ticket);
    if (this.#queue[index] !== waiter) return false;
    this.#queue.splice(index, 1);
    return true;
  }

  #indexOf(ticket: number): number {
    let low = 0;
    let high = this.#queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#queue[middle]!.ticket < ticket) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
