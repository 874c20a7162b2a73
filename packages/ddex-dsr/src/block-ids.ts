/** Runs of consecutive numbers, ascending and apart. */
interface Runs {
  readonly from: number[];
  readonly to: number[];
}

/** Runs and texts remembered; beyond this a repeated id may go unnoticed, which is said. */
const maxEntries = 500_000;

/**
 * Tells whether a BlockId was there before, in memory that does not grow with ids that count up.
 *
 * Shape: ids that end in digits are kept as runs per prefix and number of digits, all others one by one.
 */
export class BlockIds {
  readonly #runs = new Map<string, Runs>();
  readonly #texts = new Set<string>();
  #entries = 0;

  /** Remembers an id: `new`, `known`, or `unchecked` when there is no more room. */
  add(id: string): 'new' | 'known' | 'unchecked' {
    const [, prefix, digits] = /^(.*?)(\d{1,15})$/s.exec(id) ?? [];
    if (digits === undefined) return this.#addText(id);
    const key = `${digits.startsWith('0') ? digits.length : ''}:${prefix}`;
    let runs = this.#runs.get(key);
    if (runs === undefined) {
      if (this.#entries >= maxEntries) return 'unchecked';
      runs = { from: [], to: [] };
      this.#runs.set(key, runs);
    }
    return this.#addNumber(runs, Number(digits));
  }

  #addText(id: string): 'new' | 'known' | 'unchecked' {
    if (this.#texts.has(id)) return 'known';
    if (this.#entries >= maxEntries) return 'unchecked';
    this.#entries++;
    this.#texts.add(id);
    return 'new';
  }

  #addNumber({ from, to }: Runs, value: number): 'new' | 'known' | 'unchecked' {
    const at = firstAfter(from, value);
    if (at > 0 && to[at - 1]! >= value) return 'known';
    const joinsLeft = at > 0 && to[at - 1] === value - 1;
    const joinsRight = from[at] === value + 1;
    if (joinsLeft && joinsRight) {
      to[at - 1] = to[at]!;
      from.splice(at, 1);
      to.splice(at, 1);
      this.#entries--;
    } else if (joinsLeft) to[at - 1] = value;
    else if (joinsRight) from[at] = value;
    else if (this.#entries >= maxEntries) return 'unchecked';
    else {
      from.splice(at, 0, value);
      to.splice(at, 0, value);
      this.#entries++;
    }
    return 'new';
  }
}

/** The index of the first run that begins beyond `value`. */
function firstAfter(from: readonly number[], value: number): number {
  let low = 0;
  let high = from.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (from[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
