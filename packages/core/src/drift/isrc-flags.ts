const used = 1;
const knownUpc = 2;
const newUpc = 4;

/** What known ISRCs came with in this report: a UPC they had before, a new one, or both. Fixed in size once it is filled. */
export class IsrcFlags {
  readonly #keys: Int32Array;
  readonly #flags: Uint8Array;

  constructor(capacity: number) {
    const slots = Math.max(1024, 2 ** Math.ceil(Math.log2(capacity * 2 + 1)));
    this.#keys = new Int32Array(slots);
    this.#flags = new Uint8Array(slots);
  }

  add(key: number): void {
    const slot = this.#slot(key);
    this.#keys[slot] = key;
    this.#flags[slot]! |= used;
  }

  /** False when the ISRC is not a known one, and then nothing is noted. */
  see(key: number, upcIsKnown: boolean): boolean {
    const slot = this.#slot(key);
    if (this.#flags[slot] === 0) return false;
    this.#flags[slot]! |= upcIsKnown ? knownUpc : newUpc;
    return true;
  }

  /** Those that came with new UPCs and with none of their own. */
  changed(): number[] {
    const keys: number[] = [];
    this.#flags.forEach((flags, slot) => {
      if ((flags & (knownUpc | newUpc)) === newUpc) keys.push(this.#keys[slot]!);
    });
    return keys;
  }

  #slot(key: number): number {
    const mask = this.#flags.length - 1;
    let slot = Math.imul(key, 0x85ebca6b) & mask;
    while (this.#flags[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }
}

/** 32 bits of `bytes[start, end)`, four bytes at a step; for tables, not for integrity. */
export function fingerprintOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    hash = Math.imul(hash ^ Math.imul(word, 0xcc9e2d51), 0x1b873593);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  hash = Math.imul(hash ^ (end - start), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
