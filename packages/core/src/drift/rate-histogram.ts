import { bins, log2OfPlace, rounded } from './statistic.ts';

/**
 * How often which rate came: counts by bins of a sixteenth of an octave (4.4 %).
 *
 * Median and spread are those of the rows to within half a bin (2.2 %), whatever the number of rows; 4 KiB.
 */
export class RateHistogram {
  readonly #counts = new Uint32Array(bins);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add(bin: number): void {
    this.#counts[bin]! += 1;
    this.#total += 1;
  }

  /** Log₂ of the median rate; undefined without rows. */
  median(): number | undefined {
    return this.#total === 0 ? undefined : rounded(log2OfPlace(this.#medianPlace()));
  }

  /** The spread as a standard deviation in octaves, from the median distance to the median. */
  spread(): number {
    if (this.#total === 0) return 0;
    const middle = this.#medianPlace();
    const distances: (readonly [number, number])[] = [];
    this.#counts.forEach((count, bin) => {
      if (count > 0) distances.push([Math.abs(bin + 0.5 - middle), count]);
    });
    distances.sort(([left], [right]) => left - right);
    let left = this.#total / 2;
    for (const [distance, count] of distances) {
      left -= count;
      if (left <= 0) return rounded(1.4826 * (log2OfPlace(distance) - log2OfPlace(0)));
    }
    return 0;
  }

  /** Pairs of bin and count, one after the other. */
  snapshot(): number[] {
    const pairs: number[] = [];
    this.#counts.forEach((count, bin) => {
      if (count > 0) pairs.push(bin, count);
    });
    return pairs;
  }

  restore(pairs: readonly number[]): void {
    for (let at = 0; at < pairs.length; at += 2) {
      this.#counts[pairs[at]!]! += pairs[at + 1]!;
      this.#total += pairs[at + 1]!;
    }
  }

  #medianPlace(): number {
    let left = this.#total / 2;
    for (let bin = 0; bin < bins; bin++) {
      const count = this.#counts[bin]!;
      if (count >= left && count > 0) return bin + left / count;
      left -= count;
    }
    return bins;
  }
}
