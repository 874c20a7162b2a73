import type { Hold } from './gate-view.ts';
import type { ScopeNode, Waiter } from './scope-node.ts';

/** Time as admission sees it. Units: integer monotonic ms since the engine began. */
export interface AdmissionTime {
  now(): number;
  at(due: number, callback: () => void): Disposable;
}

interface Refusal {
  readonly node: ScopeNode;
  readonly hold: Hold;
}

interface Place {
  node: ScopeNode;
  timer: Disposable | undefined;
}

/**
 * Admits sends over a scope path in one synchronous step: check every node, then take from all, then start.
 *
 * Order: first come, first served per node; a throttled call keeps its ticket and so returns to the head.
 */
export class Admission {
  readonly #time: AdmissionTime;
  readonly #places = new Map<Waiter, Place>();
  readonly #dirty = new Set<ScopeNode>();
  #pumping = false;

  constructor(time: AdmissionTime) {
    this.#time = time;
  }

  get waiting(): number {
    return this.#places.size;
  }

  submit(waiter: Waiter): void {
    const now = this.#time.now();
    const refusal = this.#refusal(waiter, now);
    if (refusal === undefined) this.#grant(waiter, now, false);
    else this.#wait(waiter, refusal, now);
    this.flush();
  }

  cancel(waiter: Waiter): void {
    const place = this.#places.get(waiter);
    if (place === undefined) return;
    this.#leave(waiter, place);
    this.#dirty.add(place.node);
    this.flush();
  }

  /** Something changed at these nodes: whoever waits there is looked at again by the next flush. */
  touch(nodes: readonly ScopeNode[]): void {
    for (const node of nodes) if (node.waiting > 0) this.#dirty.add(node);
  }

  /** A window closed here: whoever waits here or below is measured against it. */
  touchBelow(node: ScopeNode): void {
    if (node.waiting > 0) this.#dirty.add(node);
    for (const child of node.children) this.touchBelow(child);
  }

  flush(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (let node = first(this.#dirty); node !== undefined; node = first(this.#dirty)) {
        this.#dirty.delete(node);
        this.#pump(node);
      }
    } finally {
      this.#pumping = false;
    }
  }

  close(nodes: Iterable<ScopeNode>): void {
    for (const node of nodes) this.#arm(node, undefined);
  }

  #pump(node: ScopeNode): void {
    const now = this.#time.now();
    let wakeAt: number | undefined;
    for (let head = node.head; head !== undefined; head = node.head) {
      const refusal = this.#refusal(head, now, node);
      const place = this.#places.get(head);
      if (place === undefined) throw new Error(`A waiter of ${node.scope} has no place.`);
      if (refusal === undefined) {
        this.#leave(head, place);
        this.#grant(head, now, true);
        continue;
      }
      if (refusal.node !== node) {
        node.remove(head);
        place.node = refusal.node;
        if (!this.#refuseIfHopeless(head, refusal, now)) refusal.node.enqueue(head);
        this.#dirty.add(refusal.node);
        continue;
      }
      const { until } = refusal.hold;
      if (until !== undefined && until !== node.judgedUntil) {
        node.judgedUntil = until;
        for (const waiter of node.waiters()) this.#refuseIfHopeless(waiter, refusal, now);
        if (node.head !== head) continue;
      }
      wakeAt = refusal.hold.wakeAt;
      break;
    }
    this.#arm(node, wakeAt);
  }

  /** The first node that refuses, root first; waiting behind an older ticket counts as refused. */
  #refusal(waiter: Waiter, now: number, pumped?: ScopeNode): Refusal | undefined {
    for (const node of waiter.path) {
      const hold = node.check(now);
      if (hold !== undefined) return { node, hold };
      const older = node !== pumped && node.head !== undefined && node.head.ticket < waiter.ticket;
      if (older) return { node, hold: { cause: 'queue', until: undefined, wakeAt: now } };
    }
    return undefined;
  }

  #grant(waiter: Waiter, now: number, queued: boolean): void {
    const permits = waiter.path.map((node) => node.take(now, waiter.owner));
    waiter.start(permits, queued);
  }

  #wait(waiter: Waiter, refusal: Refusal, now: number): void {
    const { node, hold } = refusal;
    if (waiter.impatient) {
      waiter.refused(node, hold, 'rejected');
      return;
    }
    if (this.#refuseIfHopeless(waiter, refusal, now)) return;
    const place: Place = { node, timer: undefined };
    place.timer = this.#time.at(waiter.latestStart, () => {
      const at = place.node;
      const held = at.check(this.#time.now()) ?? hold;
      this.#leave(waiter, place);
      waiter.refused(at, held, 'deadline');
      this.#dirty.add(at);
      this.flush();
    });
    this.#places.set(waiter, place);
    node.enqueue(waiter);
    waiter.held(node, hold);
    this.#dirty.add(node);
  }

  /** Settles a waiter at once that cannot or may not wait as long as it would have to. */
  #refuseIfHopeless(waiter: Waiter, { node, hold }: Refusal, now: number): boolean {
    const until = hold.until ?? now;
    const reason = until - now > waiter.maxWaitMs ? 'max-wait' : until > waiter.latestStart ? 'deadline' : undefined;
    if (reason === undefined) return false;
    const place = this.#places.get(waiter);
    if (place !== undefined) this.#leave(waiter, place);
    waiter.refused(node, hold, reason);
    return true;
  }

  #leave(waiter: Waiter, place: Place): void {
    place.node.remove(waiter);
    place.timer?.[Symbol.dispose]();
    this.#places.delete(waiter);
  }

  #arm(node: ScopeNode, due: number | undefined): void {
    if (due !== undefined && node.timer !== undefined && node.timerDue === due) return;
    node.timer?.[Symbol.dispose]();
    node.timerDue = due;
    node.timer =
      due === undefined
        ? undefined
        : this.#time.at(due, () => {
            node.timer = undefined;
            node.timerDue = undefined;
            this.#dirty.add(node);
            this.flush();
          });
  }
}

function first<T>(set: ReadonlySet<T>): T | undefined {
  return set.values().next().value;
}
