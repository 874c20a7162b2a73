/** Failure statistics of a gate; `failure` answers whether it is time to block. */
export interface FailureStatistics {
  success(): void;
  failure(): boolean;
}

const bucketCount = 10;

/** The share of failures over a sliding time window, in expiring buckets of an injected monotonic time. */
export class WindowBreaker implements FailureStatistics {
  readonly #options: { readonly threshold: number; readonly windowMs: number; readonly minCalls: number };
  readonly #now: () => number;
  readonly #bucketMs: number;
  #buckets: { slot: number; ok: number; failed: number }[] = [];

  constructor(
    options: { readonly threshold: number; readonly windowMs: number; readonly minCalls: number },
    now: () => number,
  ) {
    this.#options = options;
    this.#now = now;
    this.#bucketMs = options.windowMs / bucketCount;
  }

  success(): void {
    this.#bucket().ok += 1;
  }

  failure(): boolean {
    this.#bucket().failed += 1;
    let ok = 0;
    let failed = 0;
    for (const bucket of this.#buckets) {
      ok += bucket.ok;
      failed += bucket.failed;
    }
    return ok + failed >= this.#options.minCalls && failed / (ok + failed) > this.#options.threshold;
  }

  #bucket(): { ok: number; failed: number } {
    const slot = Math.floor(this.#now() / this.#bucketMs);
    this.#buckets = this.#buckets.filter((bucket) => bucket.slot > slot - bucketCount);
    const last = this.#buckets.at(-1);
    if (last?.slot === slot) return last;
    const fresh = { slot, ok: 0, failed: 0 };
    this.#buckets.push(fresh);
    return fresh;
  }
}
