/** Digits after the point that sums are kept with; more than any generated amount has. */
const scale = 12;

/** Whole numbers of 10⁻¹² as decimal text without trailing zeros. This arithmetic is the generator's own, so that it can judge that of others. */
export function formatScaled(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Exact sums by key. */
export class ExactSums {
  readonly #sums = new Map<string, bigint>();

  add(key: string, value: bigint): void {
    this.#sums.set(key, (this.#sums.get(key) ?? 0n) + value);
  }

  /** Keys ascending. */
  toObject(): Record<string, string> {
    const entries = [...this.#sums].sort(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(entries.map(([key, value]) => [key, formatScaled(value)]));
  }
}
