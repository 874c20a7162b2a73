/**
 * The one place where the decimal text of a row becomes a float.
 *
 * What comes out is a statistic, never an amount: it is compared with other statistics, counted into a histogram and shown as "about",
 * and nothing of it reaches a row, a total or a file. A relative error of 2⁻⁵³ a digit is nothing beside a bin of 4 %.
 */

const powers = Float64Array.from({ length: 309 }, (_, exponent) => 10 ** -exponent);

/** A decimal cell as sign, digits and scale; one is reused for all rows, so that reading makes no garbage. */
export class CellNumber {
  negative = false;
  /** The digits without point and sign; exact to 2⁵³, close beyond. */
  digits = 0;
  scale = 0;

  /** Reads `bytes[start, end)`; false for anything but a plain decimal. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    let digits = 0;
    let point = -1;
    this.negative = bytes[at] === 45;
    if (this.negative) at++;
    if (at >= end) return false;
    for (; at < end; at++) {
      const digit = bytes[at]! - 48;
      if (digit >= 0 && digit <= 9) digits = digits * 10 + digit;
      else if (digit === -2 && point < 0) point = at;
      else return false;
    }
    this.digits = digits;
    this.scale = point < 0 ? 0 : Math.min(end - point - 1, 308);
    return true;
  }

  /** About the number that was read, without its sign. */
  get magnitude(): number {
    return this.digits * powers[this.scale]!;
  }
}

/**
 * Amounts of fewer digits than this say little about a rate: 0.02 may have been 0.015 or 0.025.
 * At 20 in the last place the rounding is at most 2.5 %, less than a bin.
 */
export const leastDigits = 20;

export const binsPerOctave = 16;
/** Bin 0 begins at 2⁻⁴⁰; with 64 octaves every rate from 10⁻¹² to 10⁷ has its bin. */
const lowestOctave = -40;
const octaves = 64;
export const bins = octaves * binsPerOctave;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const high = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
const partOfOctave = Uint8Array.from({ length: 256 }, (_, top) => Math.floor(Math.log2(1 + top / 256) * binsPerOctave));

/** The bin of a positive ratio on a scale of 16 bins an octave, read off the exponent and the first eight bits of the float. */
export function binOf(ratio: number): number {
  float[0] = ratio;
  const word = words[high]!;
  const octave = (word >>> 20) - 1023 - lowestOctave;
  if (octave < 0) return 0;
  if (octave >= octaves) return bins - 1;
  return octave * binsPerOctave + partOfOctave[(word >>> 12) & 255]!;
}

/** The logarithm to base two of the ratio at a place between bins. */
export function log2OfPlace(place: number): number {
  return place / binsPerOctave + lowestOctave;
}

export function placeOfLog2(log2: number): number {
  return (log2 - lowestOctave) * binsPerOctave;
}

/** The middle of the numbers; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The median distance from the median, times what makes it the standard deviation of a normal distribution. */
export function robustSpread(values: readonly number[]): number {
  const middle = median(values);
  if (middle === undefined) return 0;
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)))!;
}

/** Four decimals are far below any bin, and make stored statistics short and their replays equal. */
export function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
