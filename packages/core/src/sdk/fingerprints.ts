import { createHash } from 'node:crypto';

/**
 * Remembers which texts it was shown, eight bytes for each and never the texts themselves.
 *
 * Two texts of one fingerprint are taken for one: with a million of them the odds are one in forty million.
 */
export class Fingerprints {
  #slots = new Uint32Array(2 * 64);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Returns whether the text is new. */
  add(text: string): boolean {
    const digest = createHash('sha256').update(text).digest();
    // Zero is an empty slot.
    const added = this.#insert((digest.readUInt32LE(0) | 1) >>> 0, digest.readUInt32LE(4));
    if (added && this.#size * 4 > this.#slots.length) this.#grow();
    return added;
  }

  #insert(low: number, high: number): boolean {
    const slots = this.#slots;
    for (let at = (high % (slots.length / 2)) * 2; ; at = (at + 2) % slots.length) {
      if (slots[at] === 0) {
        slots[at] = low;
        slots[at + 1] = high;
        this.#size += 1;
        return true;
      }
      if (slots[at] === low && slots[at + 1] === high) return false;
    }
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    this.#size = 0;
    for (let at = 0; at < before.length; at += 2) {
      const [low = 0, high = 0] = [before[at], before[at + 1]];
      if (low !== 0) this.#insert(low, high);
    }
  }
}
