import { utf8Text } from '../bytes/cells.ts';
import { firstWord, secondWord, shortLength, shortSlot } from '../bytes/words.ts';

const slots = 1024;

/** The texts of short cells that were made last: rows repeat territories, months and numbers, and a text is cheaper to find than to make. */
export class ShortTexts {
  /** The two words and the length of the cell in each slot, three by three. */
  readonly #keys = new Int32Array(3 * slots);
  readonly #texts: string[] = new Array(slots).fill('');

  /** The text of `bytes[start, end)`, which `words` are as well. */
  of(bytes: Uint8Array, words: DataView, start: number, end: number): string {
    const length = end - start;
    if (length > shortLength) return utf8Text(bytes, start, end);
    const first = firstWord(words, start, end);
    const second = secondWord(words, start, end);
    const slot = shortSlot(first, second);
    const keys = this.#keys;
    const at = slot * 3;
    if (keys[at] === first && keys[at + 1] === second && keys[at + 2] === length) return this.#texts[slot]!;
    const text = utf8Text(bytes, start, end);
    keys[at] = first;
    keys[at + 1] = second;
    keys[at + 2] = length;
    this.#texts[slot] = text;
    return text;
  }
}
