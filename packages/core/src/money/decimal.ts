/**
 * An exact decimal: `unscaled / 10 ** scale`.
 *
 * Units: `scale` is the number of digits after the point, never negative; trailing zeros are part of the value as sent.
 */
export interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

const grammar = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;
const plain = /^(?:\d|-(?=[0.]*[1-9])\d)\d*(?:\.\d+)?$/;

/** Beyond this no DSP's number is meant; without a bound ten bytes could unfold into a gigabyte of zeros. */
const maxExponent = 400;
/** Longer texts are no amounts either. */
const maxLength = 1000;

/**
 * Reads decimal text exactly, or gives undefined for anything that is not a decimal.
 *
 * Shape: what the doubtful spellings mean, here and everywhere in Ledgerline:
 *
 * | text | meaning |
 * |---|---|
 * | `12.30`, `-12.30`, `+12.30` | the number, scale 2 |
 * | `.5`, `5.` | `0.5` (scale 1), `5` (scale 0) |
 * | `1e-7`, `1.2E-7` | exactly `0.0000001` (scale 7), `0.00000012` (scale 8) |
 * | `1.2E+3` | exactly `1200` (scale 0) |
 * | `-0`, `-0.00` | zero, sign dropped, scale kept: `0`, `0.00` |
 * | `1e401` and any exponent beyond ±400, any text beyond 1000 characters | not a decimal |
 * | `1.234,56`, `1,234.56`, `1 234` | not a decimal: another mark or grouping must be declared by the column (`decimal` step) |
 * | `(12.30)`, `12.30-`, `$12` | not a decimal: a bookkeeper's minus is not guessed at |
 * | blank, ` 1`, `NaN`, `Infinity`, `0x10`, `1_000` | not a decimal |
 *
 * @example
 * ```ts
 * assert.deepEqual(parseDecimal('-12.30'), { unscaled: -1230n, scale: 2 });
 * assert.equal(parseDecimal('1.234,56'), undefined);
 * ```
 */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > maxLength) return undefined;
  const match = grammar.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponentText] = match;
  if (whole === '' && fraction === '') return undefined;
  const exponent = exponentText === undefined ? 0 : Number(exponentText);
  if (Math.abs(exponent) > maxExponent) return undefined;
  const magnitude = BigInt(whole + fraction);
  const unscaled = sign === '-' ? -magnitude : magnitude;
  const scale = fraction.length - exponent;
  return scale >= 0 ? { unscaled, scale } : { unscaled: unscaled * 10n ** BigInt(-scale), scale: 0 };
}

/**
 * Writes a decimal without exponent, with exactly `scale` digits after the point.
 *
 * @example
 * ```ts
 * assert.equal(formatDecimal({ unscaled: 5n, scale: 3 }), '0.005');
 * ```
 */
export function formatDecimal({ unscaled, scale }: Decimal): string {
  if (scale === 0) return unscaled.toString();
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The text as sent when it is plain (digits, at most one point with digits on both sides); other spellings written plainly; undefined when it is no decimal. */
export function normalizeDecimal(text: string): string | undefined {
  if (text.length <= maxLength && plain.test(text)) return text;
  const parsed = parseDecimal(text);
  return parsed === undefined ? undefined : formatDecimal(parsed);
}

/**
 * Negative, zero or positive as `a` is less than, equal to or greater than `b`; the scale does not matter.
 *
 * @example
 * ```ts
 * assert.equal(compareDecimals(parseDecimal('1.50'), parseDecimal('1.5')), 0);
 * ```
 */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const left = rescale(a, scale);
  const right = rescale(b, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The same amount with the other sign. */
export function negate({ unscaled, scale }: Decimal): Decimal {
  return { unscaled: -unscaled, scale };
}

/** The unscaled value at a scale that is not smaller. */
export function rescale(value: Decimal, scale: number): bigint {
  return value.unscaled * 10n ** BigInt(scale - value.scale);
}
