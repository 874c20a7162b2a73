import { cellText } from '../bytes/cells.ts';
import type { ByteColumn, ItemBatch } from '../contracts/batch.ts';
import { fingerprintOf, IsrcFlags } from './isrc-flags.ts';

/** The first UPC that was new to a known ISRC, for people. Units: `line` of the document. */
export interface PairExample {
  readonly isrc: string;
  readonly upc: string;
  readonly line: number;
}

const used = 1;
const known = 2;
const seen = 4;
/** More examples than this are not kept; the count goes on. */
const maxExamples = 1000;

/**
 * Which ISRC came with which UPC, in fingerprints of 32 bits each; bounded by `maxPairs` whatever the number of ISRCs.
 *
 * Errors: a pair is taken for another one with a chance of about `pairs / 2⁶⁴`; an ISRC shares its fingerprint with another with a chance of
 * `ISRCs / 2³²` (1.2 in 10 000 at 524 288), and a change of either may then go unnoticed or be told of the other. Beyond `maxPairs` nothing
 * is added: ISRCs that came later are not judged. Never a wrong amount, never a row lost.
 */
export class PairTable {
  readonly #maxPairs: number;
  readonly #isrcs: IsrcFlags;
  /** ISRC and UPC side by side, so that a look-up misses the cache once. */
  #keys = new Int32Array(0);
  #flags = new Uint8Array(0);
  #count = 0;
  readonly #examples = new Map<number, PairExample>();

  /** `learnt` are packed pairs of earlier reports, see {@link newPairs}. */
  constructor(learnt: readonly BigUint64Array[], maxPairs: number) {
    this.#maxPairs = maxPairs;
    const total = learnt.reduce((sum, pairs) => sum + pairs.length, 0);
    this.#resize(Math.max(1024, 2 ** Math.ceil(Math.log2(Math.min(total, maxPairs) * 2 + 1))));
    for (const pairs of learnt) for (const pair of pairs) this.#put(isrcPart(pair), upcPart(pair), known);
    this.#isrcs = new IsrcFlags(this.#count);
    for (let slot = 0; slot < this.#flags.length; slot++)
      if (this.#flags[slot]! & known) this.#isrcs.add(this.#keys[2 * slot]!);
  }

  /** Notes the pairs of all rows of a batch that have both cells. */
  see(
    isrc: ByteColumn,
    upc: ByteColumn,
    { alive, lines, length }: Pick<ItemBatch, 'alive' | 'lines' | 'length'>,
  ): void {
    const { bytes: isrcBytes, start: isrcStart, end: isrcEnd } = isrc;
    const { bytes: upcBytes, start: upcStart, end: upcEnd } = upc;
    for (let index = 0; index < length; index++) {
      const isrcFrom = isrcStart[index]!;
      const upcFrom = upcStart[index]!;
      if (alive[index] === 0 || isrcFrom < 0 || upcFrom < 0) continue;
      const isrcKey = fingerprintOf(isrcBytes, isrcFrom, isrcEnd[index]!);
      const upcKey = fingerprintOf(upcBytes, upcFrom, upcEnd[index]!);
      const slot = this.#slot(isrcKey, upcKey);
      if ((this.#flags[slot]! & seen) === 0 && this.#seeFirst(isrcKey, upcKey, slot))
        this.#keepExample(isrcKey, cellText(isrc, index) ?? '', cellText(upc, index) ?? '', lines[index]!);
    }
  }

  /** Notes a pair that this report did not have before; true when it is new to a known ISRC. */
  #seeFirst(isrc: number, upc: number, slot: number): boolean {
    const flags = this.#flags[slot]!;
    if (flags & known) {
      this.#flags[slot] = flags | seen;
      this.#isrcs.see(isrc, true);
      return false;
    }
    this.#put(isrc, upc, seen);
    return this.#isrcs.see(isrc, false);
  }

  #keepExample(key: number, isrc: string, upc: string, line: number): void {
    if (this.#examples.size < maxExamples && !this.#examples.has(key)) this.#examples.set(key, { isrc, upc, line });
  }

  /** Known ISRCs that came with new UPCs only. Order of examples: by line. */
  changed(): { readonly count: number; readonly examples: readonly PairExample[] } {
    const changed = this.#isrcs.changed();
    const examples = changed.flatMap((isrc) => this.#examples.get(isrc) ?? []);
    return { count: changed.length, examples: examples.sort((left, right) => left.line - right.line) };
  }

  /** What this report teaches: pairs that earlier ones did not have. Order: ascending. */
  newPairs(): BigUint64Array {
    return this.#packed((flags) => (flags & (seen | known)) === seen);
  }

  snapshot(): { readonly seen: string; readonly examples: readonly (readonly [number, PairExample])[] } {
    return { seen: packPairs(this.#packed((flags) => (flags & seen) !== 0)), examples: [...this.#examples] };
  }

  restore(snapshot: ReturnType<PairTable['snapshot']>): void {
    for (const pair of unpackPairs(snapshot.seen)) {
      const isrc = isrcPart(pair);
      const slot = this.#slot(isrc, upcPart(pair));
      const flags = this.#flags[slot]!;
      if (flags & known) this.#flags[slot] = flags | seen;
      else this.#put(isrc, upcPart(pair), seen);
      this.#isrcs.see(isrc, (flags & known) !== 0);
    }
    for (const [isrc, example] of snapshot.examples) this.#examples.set(isrc, example);
  }

  /** Where the pair is, or the free place where it would go. */
  #slot(isrc: number, upc: number): number {
    const mask = this.#flags.length - 1;
    let slot = (isrc ^ Math.imul(upc, 0x9e3779b1)) & mask;
    const keys = this.#keys;
    const taken = this.#flags;
    while (taken[slot] !== 0 && (keys[2 * slot] !== isrc || keys[2 * slot + 1] !== upc)) slot = (slot + 1) & mask;
    return slot;
  }

  #put(isrc: number, upc: number, flags: number): void {
    const slot = this.#slot(isrc, upc);
    if (this.#flags[slot] !== 0) {
      this.#flags[slot]! |= flags;
      return;
    }
    if (this.#count >= this.#maxPairs) return;
    this.#keys[2 * slot] = isrc;
    this.#keys[2 * slot + 1] = upc;
    this.#flags[slot] = used | flags;
    this.#count += 1;
    if (this.#count * 5 > this.#flags.length * 3) this.#resize(this.#flags.length * 2);
  }

  #resize(slots: number): void {
    const [keys, flags] = [this.#keys, this.#flags];
    this.#keys = new Int32Array(2 * slots);
    this.#flags = new Uint8Array(slots);
    for (let from = 0; from < flags.length; from++) {
      if (flags[from] === 0) continue;
      const [isrc, upc] = [keys[2 * from]!, keys[2 * from + 1]!];
      const to = this.#slot(isrc, upc);
      this.#keys[2 * to] = isrc;
      this.#keys[2 * to + 1] = upc;
      this.#flags[to] = flags[from]!;
    }
  }

  #packed(wanted: (flags: number) => boolean): BigUint64Array {
    const pairs: bigint[] = [];
    for (let slot = 0; slot < this.#flags.length; slot++) {
      if (wanted(this.#flags[slot]!))
        pairs.push((BigInt(this.#keys[2 * slot]! >>> 0) << 32n) | BigInt(this.#keys[2 * slot + 1]! >>> 0));
    }
    return BigUint64Array.from(pairs).sort();
  }
}

function isrcPart(pair: bigint): number {
  return Number(pair >> 32n) | 0;
}

function upcPart(pair: bigint): number {
  return Number(pair & 0xffffffffn) | 0;
}

/** Packed pairs as text, for the state store. */
export function packPairs(pairs: BigUint64Array): string {
  return Buffer.from(pairs.buffer, pairs.byteOffset, pairs.byteLength).toString('base64');
}

export function unpackPairs(text: string): BigUint64Array {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  return new BigUint64Array(bytes.buffer, 0, bytes.length >> 3);
}
