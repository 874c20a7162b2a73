import { cellText } from '../bytes/cells.ts';
import type { ByteColumn } from '../contracts/batch.ts';
import { fingerprintOf } from './isrc-flags.ts';

/**
 * A map from the key cells of a row to a number, filled column by column for a whole batch.
 *
 * Keys are told apart by fingerprints of 32 bits a cell, mixed into 64: tight loops over one column at a time, and no comparing of bytes,
 * cost a third of an exact table. Errors: two of n values of a column are taken for one with a chance of `n² / 2³³`, 1 in 100 000 at 300
 * territories; their statistics are then kept together. No row, amount or total depends on it.
 */
export class GroupTable {
  readonly #make: (texts: readonly (string | undefined)[]) => void;
  /** The number of a key plus one, by slot. */
  #slots = new Int32Array(1024);
  /** Both halves of the hash of key k, at 2k and 2k + 1. */
  #keys = new Int32Array(1024);
  #size = 0;
  #low = new Int32Array(0);
  #high = new Int32Array(0);

  /** `make` is called once for every key, with its texts, in the order of the numbers it gets: 0, 1, 2 … */
  constructor(make: (texts: readonly (string | undefined)[]) => void) {
    this.#make = make;
  }

  /** Puts the number of every row that is alive into `numbers`; an undefined column is absent in every row. */
  fill(columns: readonly (ByteColumn | undefined)[], alive: Uint8Array, length: number, numbers: Int32Array): void {
    if (this.#low.length < length) {
      this.#low = new Int32Array(length);
      this.#high = new Int32Array(length);
    }
    const low = this.#low.fill(1);
    const high = this.#high.fill(2);
    for (const column of columns) if (column) mixColumn(column, length, low, high);
    let slots = this.#slots;
    let keys = this.#keys;
    for (let index = 0; index < length; index++) {
      if (alive[index] === 0) continue;
      const lowHash = low[index]!;
      const highHash = high[index]!;
      const mask = slots.length - 1;
      let slot = (lowHash ^ (lowHash >>> 15)) & mask;
      let number = slots[slot]! - 1;
      while (number >= 0 && (keys[2 * number] !== lowHash || keys[2 * number + 1] !== highHash)) {
        slot = (slot + 1) & mask;
        number = slots[slot]! - 1;
      }
      if (number < 0) {
        number = this.#add(columns, index, slot, lowHash, highHash);
        slots = this.#slots;
        keys = this.#keys;
      }
      numbers[index] = number;
    }
  }

  #add(columns: readonly (ByteColumn | undefined)[], index: number, slot: number, low: number, high: number): number {
    const number = this.#size;
    this.#keys[2 * number] = low;
    this.#keys[2 * number + 1] = high;
    this.#size += 1;
    this.#slots[slot] = this.#size;
    if (this.#size * 2 >= this.#slots.length) this.#grow();
    this.#make(columns.map((column) => column && cellText(column, index)));
    return number;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const keys = new Int32Array(this.#keys.length * 2);
    keys.set(this.#keys);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#size; number++) {
      const low = keys[2 * number]!;
      let slot = (low ^ (low >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
    this.#keys = keys;
  }
}

function mixColumn({ bytes, start, end }: ByteColumn, length: number, low: Int32Array, high: Int32Array): void {
  let lastFrom = -2;
  let lastTo = -2;
  let part = 0;
  for (let index = 0; index < length; index++) {
    const from = start[index]!;
    const to = end[index]!;
    // A constant column has one and the same cell in every row.
    if (from !== lastFrom || to !== lastTo) {
      part = from < 0 ? 0x2ff : fingerprintOf(bytes, from, to);
      lastFrom = from;
      lastTo = to;
    }
    low[index] = Math.imul(low[index]! ^ part, 0x9e3779b1) + 0x7f4a7c15;
    high[index] = Math.imul(high[index]! + part, 0x85ebca6b) ^ (part >>> 16);
  }
}
