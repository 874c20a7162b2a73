import { type Decimal, formatDecimal, parseDecimal, rescale } from './decimal.ts';

const powers = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
/** Fifteen digits are always a safe integer. */
const maxFastDigits = 15;

/**
 * An exact running sum of decimals.
 *
 * A safe integer carries the sum at the largest scale seen, and spills into a BigInt before it could lose a digit.
 * Errors: text that is no decimal (see {@link parseDecimal}) is refused with `false` and changes nothing.
 */
export class ExactSum {
  #scale = 0;
  #small = 0;
  #big = 0n;

  /** The sum a snapshot stood at; scale included. */
  static from(text: string): ExactSum {
    const sum = new ExactSum();
    if (!sum.add(text)) throw new TypeError(`not a decimal: ${JSON.stringify(text)}`);
    return sum;
  }

  add(text: string): boolean {
    const parsed = parseDecimal(text);
    if (parsed === undefined) return false;
    this.addDecimal(parsed);
    return true;
  }

  /** Adds the decimal written in `bytes[start, end)`; makes no string for up to fifteen digits. */
  addBytes(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    let mantissa = 0;
    let digits = 0;
    let point = -1;
    const first = bytes[at];
    if (first === 45 || first === 43) at++;
    for (; at < end; at++) {
      const digit = bytes[at]! - 48;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digits++;
      } else if (digit === -2 && point < 0) {
        point = digits;
      } else {
        return this.#addSlowly(bytes, start, end);
      }
    }
    if (digits === 0) return false;
    if (digits > maxFastDigits) return this.#addSlowly(bytes, start, end);
    this.#addSmall(first === 45 ? -mantissa : mantissa, point < 0 ? 0 : digits - point);
    return true;
  }

  addDecimal(value: Decimal): void {
    if (value.scale > this.#scale) this.#grow(value.scale);
    this.#big += rescale(value, this.#scale);
  }

  toDecimal(): Decimal {
    return { unscaled: this.#big + BigInt(this.#small), scale: this.#scale };
  }

  toString(): string {
    return formatDecimal(this.toDecimal());
  }

  toJSON(): string {
    return this.toString();
  }

  #addSmall(mantissa: number, scale: number): void {
    if (scale > this.#scale) this.#grow(scale);
    let value = mantissa;
    if (scale < this.#scale) {
      const factor = powers[this.#scale - scale];
      value = factor === undefined ? Number.POSITIVE_INFINITY : mantissa * factor;
      if (!Number.isSafeInteger(value)) {
        this.#big += rescale({ unscaled: BigInt(mantissa), scale }, this.#scale);
        return;
      }
    }
    const sum = this.#small + value;
    if (Number.isSafeInteger(sum)) {
      this.#small = sum;
    } else {
      this.#big += BigInt(this.#small);
      this.#small = value;
    }
  }

  #grow(scale: number): void {
    this.#big = rescale(this.toDecimal(), scale);
    this.#small = 0;
    this.#scale = scale;
  }

  #addSlowly(bytes: Uint8Array, start: number, end: number): boolean {
    // Too long for an amount whatever it says; spreading it would also exhaust the stack.
    if (end - start > 1000) return false;
    return this.add(String.fromCharCode(...bytes.subarray(start, end)));
  }
}
