/** A queue of things to happen, ordered by instant and, within one instant, by the order of arrival. */
export class Agenda<T> {
  readonly #instants: number[] = [];
  readonly #orders: number[] = [];
  readonly #items: T[] = [];
  #next = 0;

  get size(): number {
    return this.#items.length;
  }

  push(instant: number, item: T): void {
    const order = this.#next++;
    let at = this.#items.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      // A parent is always older than what is being pushed, so equal instants keep their order.
      if (this.#instants[parent]! <= instant) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, instant, order, item);
  }

  pop(): { readonly instant: number; readonly item: T } | undefined {
    if (this.#items.length === 0) return undefined;
    const first = { instant: this.#instants[0]!, item: this.#items[0]! };
    const instant = this.#instants.pop()!;
    const order = this.#orders.pop()!;
    const item = this.#items.pop()!;
    if (this.#items.length > 0) this.#sink(instant, order, item);
    return first;
  }

  #sink(instant: number, order: number, item: T): void {
    const size = this.#items.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#before(child + 1, child)) child += 1;
      const earlier =
        this.#instants[child]! < instant || (this.#instants[child]! === instant && this.#orders[child]! < order);
      if (!earlier) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(at, instant, order, item);
  }

  #before(a: number, b: number): boolean {
    const gap = this.#instants[a]! - this.#instants[b]!;
    return gap < 0 || (gap === 0 && this.#orders[a]! < this.#orders[b]!);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#instants[from]!, this.#orders[from]!, this.#items[from]!);
  }

  #put(at: number, instant: number, order: number, item: T): void {
    this.#instants[at] = instant;
    this.#orders[at] = order;
    this.#items[at] = item;
  }
}
