/** Whole numbers, counted by value: exact percentiles without keeping them one by one. */
export class Distribution {
  readonly #counts = new Map<number, number>();
  #size = 0;
  #sum = 0;

  get size(): number {
    return this.#size;
  }

  get sum(): number {
    return this.#sum;
  }

  add(value: number): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
    this.#size += 1;
    this.#sum += value;
  }

  /** The smallest value that at least `percent` of all are not above (nearest rank); 0 of nothing. */
  percentile(percent: number): number {
    const rank = Math.max(1, Math.ceil((percent / 100) * this.#size));
    let seen = 0;
    for (const [value, count] of [...this.#counts].sort(([left], [right]) => left - right)) {
      seen += count;
      if (seen >= rank) return value;
    }
    return 0;
  }
}
