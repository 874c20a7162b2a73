import { type Identified, stripVisual, upperAscii } from './identified.ts';

/**
 * Normalises an ISWC to `T` and ten digits; `T-034.524.680-1` and `T0345246801` are the same work.
 *
 * A wrong check digit is suspect. Source: ISO 15707; wire form of the DDEX DSR profiles.
 *
 * @example
 * ```ts
 * assert.equal(identifyIswc('T-034.524.680-1').value, 'T0345246801');
 * ```
 */
export function identifyIswc(raw: string): Identified {
  const bare = upperAscii(stripVisual(raw).replaceAll('.', '')).replace(/^ISWC:?(?=T)/, '');
  if (!/^T\d{10}$/.test(bare)) return { state: 'invalid', note: 'not T and ten digits' };
  if (iswcCheckDigit(bare.slice(1, 10)) === bare[10]) return { state: 'valid', value: bare };
  return { state: 'suspect', value: bare, note: 'the check digit does not hold' };
}

/**
 * The check digit of the nine digits of a work number.
 *
 * @example
 * ```ts
 * assert.equal(iswcCheckDigit('034524680'), '1');
 * ```
 */
export function iswcCheckDigit(digits: string): string {
  let sum = 1;
  for (let i = 0; i < 9; i += 1) sum += (i + 1) * Number(digits[i]);
  return String((10 - (sum % 10)) % 10);
}

/**
 * An ISWC with the customary marks: `T-034.524.680-1`.
 *
 * @example
 * ```ts
 * assert.equal(printIswc('T0345246801'), 'T-034.524.680-1');
 * ```
 */
export function printIswc(iswc: string): string {
  return `T-${iswc.slice(1, 4)}.${iswc.slice(4, 7)}.${iswc.slice(7, 10)}-${iswc.slice(10)}`;
}
