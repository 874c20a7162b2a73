import { createHash } from 'node:crypto';

/** A set of paths at eight bytes each: a lake has more file names than should be in memory. */
export class PathSet {
  #hashes = new BigUint64Array(1024);
  #length = 0;
  #sorted = true;

  add(path: string): void {
    if (this.#length === this.#hashes.length) {
      const grown = new BigUint64Array(this.#length * 2);
      grown.set(this.#hashes);
      this.#hashes = grown;
    }
    this.#hashes[this.#length] = hash(path);
    this.#length += 1;
    this.#sorted = false;
  }

  has(path: string): boolean {
    const all = this.#hashes.subarray(0, this.#length);
    if (!this.#sorted) all.sort();
    this.#sorted = true;
    const wanted = hash(path);
    let low = 0;
    for (let high = all.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if ((all[middle] ?? wanted) < wanted) low = middle + 1;
      else high = middle;
    }
    return all[low] === wanted;
  }
}

function hash(path: string): bigint {
  return createHash('sha256').update(path).digest().readBigUInt64LE();
}
