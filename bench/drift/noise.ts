/** A stream of numbers that the same seed repeats; fast, for millions of draws. */
export class Noise {
  #state: number;

  constructor(...seeds: readonly (number | string)[]) {
    let state = 0x811c9dc5;
    for (const character of seeds.join('\n')) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
    this.#state = state >>> 0;
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Normal with mean 0 and standard deviation 1. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A factor around 1 whose logarithm is normal. */
  factor(spread: number): number {
    return Math.exp(this.normal() * spread);
  }

  /** How often something happens that happens `mean` times on average. */
  count(mean: number): number {
    if (mean > 40) return Math.max(0, Math.round(mean + this.normal() * Math.sqrt(mean)));
    const limit = Math.exp(-mean);
    let product = this.uniform();
    let count = 0;
    while (product > limit) {
      product *= this.uniform();
      count += 1;
    }
    return count;
  }
}
