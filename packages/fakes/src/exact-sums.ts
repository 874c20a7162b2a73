/** Digits after the point that sums are kept with; more than any generated amount has. */
const scale = 12;
const one = 10n ** BigInt(scale);

/** Amounts as whole numbers of 10⁻¹². This arithmetic is the generator's own, so that it can judge that of others. */
export function formatScaled(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  const sign = value < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The same, with exactly so many decimals; `value` must have no more. */
export function formatFixed(value: bigint, decimals: number): string {
  const [whole = '0', fraction = ''] = formatScaled(value).split('.');
  return decimals === 0 ? whole : `${whole}.${fraction.padEnd(decimals, '0')}`;
}

/** 10⁻¹² units of one unit in the last of so many decimals. */
export function stepOf(decimals: number): bigint {
  return one / 10n ** BigInt(decimals);
}

/** Exact sums by key. */
export class ExactSums {
  readonly #sums = new Map<string, bigint>();

  add(key: string, value: bigint): void {
    this.#sums.set(key, (this.#sums.get(key) ?? 0n) + value);
  }

  /** Keys ascending, sums as decimal text without trailing zeros. */
  toObject(): Record<string, string> {
    const entries = [...this.#sums].sort(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(entries.map(([key, value]) => [key, formatScaled(value)]));
  }
}
