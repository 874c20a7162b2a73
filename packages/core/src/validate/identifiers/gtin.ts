import { type Identified, stripVisual } from './identified.ts';

/** A UPC, EAN or GTIN-14; `key` is equal for two spellings of one number (padded to 14 digits). */
export interface IdentifiedGtin extends Identified {
  readonly scheme?: 'GTIN-8' | 'GTIN-12' | 'GTIN-13' | 'GTIN-14';
  readonly key?: string;
  /** The zeros in front that a spreadsheet had eaten. */
  readonly padded?: number;
}

const schemes = { 8: 'GTIN-8', 12: 'GTIN-12', 13: 'GTIN-13', 14: 'GTIN-14' } as const;

/**
 * Normalises a release number: 8, 12, 13 or 14 digits, of which the last is a check digit.
 *
 * A value is displayed as delivered; only 10 or 11 digits are padded to 12, and only when the check digit then holds. Scientific notation has
 * lost digits and is invalid. Anything else that stands in UPC columns, free catalogue numbers above all, is suspect and kept.
 * Source: gs1.org, GTIN check digit.
 *
 * @example
 * ```ts
 * assert.equal(identifyGtin('036000291452').key, '00036000291452');
 * assert.equal(identifyGtin('CAT-001').state, 'suspect');
 * ```
 */
export function identifyGtin(raw: string): IdentifiedGtin {
  const text = raw.trim();
  if (text === '') return { state: 'invalid', note: 'blank' };
  if (/^\d+(?:[.,]\d*)?[eE][+-]?\d+$/.test(text) || /^\d+[.,]\d+$/.test(text)) {
    return { state: 'invalid', note: 'written as a calculated number, digits are lost' };
  }
  const digits = stripVisual(text);
  if (!/^\d+$/.test(digits)) return { state: 'suspect', value: text, note: 'a catalogue number, not a GTIN' };
  if (/^0+$/.test(digits)) return { state: 'suspect', value: digits, note: 'nothing but zeros' };
  const scheme = schemes[digits.length as keyof typeof schemes];
  if (scheme !== undefined) {
    const named = { value: digits, scheme, key: digits.padStart(14, '0') };
    if (hasGtinCheckDigit(digits)) return { state: 'valid', ...named };
    return { state: 'suspect', ...named, note: 'the check digit does not hold' };
  }
  if ((digits.length === 10 || digits.length === 11) && hasGtinCheckDigit(digits)) {
    const value = digits.padStart(12, '0');
    const key = digits.padStart(14, '0');
    return {
      state: 'valid',
      value,
      scheme: 'GTIN-12',
      key,
      padded: 12 - digits.length,
      note: 'leading zeros restored',
    };
  }
  return { state: 'suspect', value: digits, note: 'not 8, 12, 13 or 14 digits' };
}

/**
 * The check digit of a body of digits: weights 3, 1, 3 … from its right.
 *
 * @example
 * ```ts
 * assert.equal(gtinCheckDigit('03600029145'), '2');
 * ```
 */
export function gtinCheckDigit(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) sum += Number(body[body.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
  return String((10 - (sum % 10)) % 10);
}

function hasGtinCheckDigit(digits: string): boolean {
  return gtinCheckDigit(digits.slice(0, -1)) === digits.at(-1);
}
