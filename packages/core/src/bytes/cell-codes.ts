import { type CellColumn, utf8Text } from './cells.ts';
import { firstWord, lastWord, secondWord, shortLength, shortSlot, wordsOf } from './words.ts';

/** The code of an absent cell. */
const absent = 0;
/** Short cells remembered: more than there are territories, currencies or months in a report. */
const shortSlots = 1024;

/** Numbers for the distinct cells of one column, counted from 1 in order of appearance: what repeats is compared by number from then on. */
export class CellCodes {
  /** The text of every code; that of an absent cell is undefined. */
  readonly texts: (string | undefined)[] = [undefined];
  /** Codes by hash; 0 is free. */
  #slots = new Int32Array(256);
  /** Hash, length and place of the words, three by three. */
  #entries = new Int32Array(192);
  /** The bytes of all cells, four to a number. */
  #words = new Int32Array(256);
  #used = 0;
  /** The two words, length and code of short cells, four by four; the code 0 is free. */
  readonly #short = new Int32Array(4 * shortSlots);

  /** Puts the codes of the first `length` rows into `codes`; rows that are not alive are passed over. */
  encode(column: CellColumn, length: number, alive: Uint8Array, codes: Int32Array): void {
    const { bytes, start, end } = column;
    const words = wordsOf(bytes);
    for (let row = 0; row < length; row++) {
      if (alive[row] === 0) continue;
      const from = start[row]!;
      const to = end[row]!;
      if (from < 0) codes[row] = absent;
      else if (to - from > shortLength) codes[row] = this.#codeOf(bytes, words, from, to);
      else codes[row] = this.#codeOfShort(bytes, words, from, to);
    }
  }

  #codeOfShort(bytes: Uint8Array, words: DataView, start: number, end: number): number {
    const length = end - start;
    const first = firstWord(words, start, end);
    const second = secondWord(words, start, end);
    const slot = shortSlot(first, second) * 4;
    const short = this.#short;
    if (short[slot] === first && short[slot + 1] === second && short[slot + 2] === length && short[slot + 3] !== 0)
      return short[slot + 3]!;
    const code = this.#codeOf(bytes, words, start, end);
    short[slot] = first;
    short[slot + 1] = second;
    short[slot + 2] = length;
    short[slot + 3] = code;
    return code;
  }

  #codeOf(bytes: Uint8Array, words: DataView, start: number, end: number): number {
    const hash = hashOf(words, start, end);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let code = slots[slot]!; code !== 0; code = slots[slot]!) {
      if (this.#entries[code * 3] === hash && this.#isCell(code, words, start, end)) return code;
      slot = (slot + 1) & mask;
    }
    return this.#add(hash, words, start, end, utf8Text(bytes, start, end));
  }

  #isCell(code: number, words: DataView, start: number, end: number): boolean {
    if (this.#entries[code * 3 + 1] !== end - start) return false;
    const known = this.#words;
    let place = this.#entries[code * 3 + 2]!;
    let at = start;
    for (; at + 4 <= end; at += 4) if (words.getInt32(at, true) !== known[place++]) return false;
    return at === end || lastWord(words, at, end) === known[place];
  }

  #add(hash: number, words: DataView, start: number, end: number, text: string): number {
    const code = this.texts.push(text) - 1;
    this.#entries = withRoom(this.#entries, code * 3 + 3);
    this.#entries.set([hash, end - start, this.#used], code * 3);
    this.#words = withRoom(this.#words, this.#used + ((end - start + 3) >> 2));
    for (let at = start; at < end; at += 4)
      this.#words[this.#used++] = at + 4 <= end ? words.getInt32(at, true) : lastWord(words, at, end);
    if (code * 2 > this.#slots.length) this.#slots = new Int32Array(this.#slots.length * 4);
    else return this.#place(code);
    for (let other = 1; other < code; other++) this.#place(other);
    return this.#place(code);
  }

  #place(code: number): number {
    const mask = this.#slots.length - 1;
    let slot = this.#entries[code * 3]! & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = code;
    return code;
  }
}

/** Pairs of numbers below this one are found without searching. */
const fewNumbers = 128;

/** Numbers for pairs of numbers, counted from 0 in order of appearance. */
export class PairCodes {
  #count = 0;
  /** Left, right and number + 1, three by three; 0 is free. */
  #slots = new Int32Array(3 * 256);
  #mask = 255;
  /** Number + 1 of pairs of which both are below {@link fewNumbers}. */
  #few = new Int32Array(0);

  /** Replaces every number on the left by that of its pair. */
  join(left: Int32Array, right: Int32Array, length: number, alive: Uint8Array): void {
    if (this.#few.length === 0) this.#few = new Int32Array(fewNumbers * fewNumbers);
    const few = this.#few;
    for (let row = 0; row < length; row++) {
      if (alive[row] === 0) continue;
      const [one, other] = [left[row]!, right[row]!];
      if (one >= fewNumbers || other >= fewNumbers) {
        left[row] = this.#numberOf(one, other);
        continue;
      }
      const place = one * fewNumbers + other;
      if (few[place] === 0) few[place] = this.#numberOf(one, other) + 1;
      left[row] = few[place]! - 1;
    }
  }

  #numberOf(left: number, right: number): number {
    const slots = this.#slots;
    const at = placeOf(slots, this.#mask, left, right);
    const known = slots[at + 2]!;
    if (known !== 0) return known - 1;
    slots[at] = left;
    slots[at + 1] = right;
    slots[at + 2] = ++this.#count;
    if (this.#count * 6 > slots.length) this.#grow();
    return this.#count - 1;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 4);
    this.#mask = this.#mask * 4 + 3;
    for (let at = 0; at < old.length; at += 3) {
      if (old[at + 2] !== 0)
        this.#slots.set(old.subarray(at, at + 3), placeOf(this.#slots, this.#mask, old[at]!, old[at + 1]!));
    }
  }
}

/** Where a pair stands, or could. */
function placeOf(slots: Int32Array, mask: number, left: number, right: number): number {
  let slot = ((Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)) >>> 7) & mask;
  for (; slots[slot * 3 + 2] !== 0; slot = (slot + 1) & mask)
    if (slots[slot * 3] === left && slots[slot * 3 + 1] === right) break;
  return slot * 3;
}

function hashOf(words: DataView, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ words.getInt32(at, true), 0x9e3779b1) ^ (hash >>> 15);
  if (at < end) hash = Math.imul(hash ^ lastWord(words, at, end), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function withRoom(numbers: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= numbers.length) return numbers;
  const larger = new Int32Array(Math.max(length, numbers.length * 2));
  larger.set(numbers);
  return larger;
}
