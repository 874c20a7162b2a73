/** One future event; `seq` keeps events of one instant in the order they were made. */
interface Entry {
  readonly due: number;
  readonly seq: number;
  callback: (() => void) | undefined;
}

/** A binary heap of future events; cancelled ones are dropped lazily and swept when they outnumber the live. */
export class TimerQueue {
  #heap: Entry[] = [];
  #seq = 0;
  #live = 0;

  /** Events that will still fire. */
  get size(): number {
    return this.#live;
  }

  add(due: number, callback: () => void): () => void {
    const entry: Entry = { due, seq: this.#seq++, callback };
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
    this.#live += 1;
    return () => {
      if (entry.callback === undefined) return;
      entry.callback = undefined;
      this.#live -= 1;
      if (this.#heap.length > 64 && this.#live * 2 < this.#heap.length) this.#sweep();
    };
  }

  /** The instant of the next event that will fire. */
  nextDue(): number | undefined {
    while (this.#heap[0] !== undefined && this.#heap[0].callback === undefined) this.#removeTop();
    return this.#heap[0]?.due;
  }

  take(): (() => void) | undefined {
    if (this.nextDue() === undefined) return undefined;
    const entry = this.#removeTop();
    const callback = entry?.callback;
    if (entry !== undefined) entry.callback = undefined;
    this.#live -= 1;
    return callback;
  }

  #sweep(): void {
    this.#heap = this.#heap.filter((entry) => entry.callback !== undefined).sort((a, b) => (before(a, b) ? -1 : 1));
  }

  #removeTop(): Entry | undefined {
    const top = this.#heap[0];
    const last = this.#heap.pop();
    if (this.#heap.length > 0 && last !== undefined) {
      this.#heap[0] = last;
      this.#sink();
    }
    return top;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.#heap.length) return;
      const right = left + 1;
      const child = right < this.#heap.length && before(this.#heap[right]!, this.#heap[left]!) ? right : left;
      if (!this.#swapIfBefore(child, at)) return;
      at = child;
    }
  }

  #swapIfBefore(lower: number, upper: number): boolean {
    const a = this.#heap[lower]!;
    const b = this.#heap[upper]!;
    if (!before(a, b)) return false;
    this.#heap[lower] = b;
    this.#heap[upper] = a;
    return true;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.due < b.due || (a.due === b.due && a.seq < b.seq);
}
