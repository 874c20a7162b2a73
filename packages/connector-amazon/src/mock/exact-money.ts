/** Amounts as whole numbers of 10⁻¹⁰. This arithmetic is the generator's own, so that it can judge that of others. */
const scale = 10;

/** Decimals as text, with exactly so many digits after the point. */
export function formatAmount(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, -scale);
  const fraction = digits.slice(-scale).slice(0, decimals);
  return `${value < 0n ? '-' : ''}${whole}${decimals === 0 ? '' : `.${fraction}`}`;
}

/** A whole number of units in the last of so many decimals. */
export function amountOf(units: number, decimals: number): bigint {
  return BigInt(units) * 10n ** BigInt(scale - decimals);
}
