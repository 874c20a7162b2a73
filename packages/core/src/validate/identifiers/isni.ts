import { type Identified, stripVisual, upperAscii } from './identified.ts';

/**
 * Normalises an ISNI (a contributor): fifteen digits and a check character, 0 to 9 or `X`. Source: ISO 27729, ISO 7064 Mod 11,2.
 *
 * @example
 * ```ts
 * assert.equal(identifyIsni('0000 0000 8126 6409').state, 'valid');
 * ```
 */
export function identifyIsni(raw: string): Identified {
  const bare = upperAscii(stripVisual(raw)).replace(/^ISNI:?(?=\d)/, '');
  if (!/^\d{15}[\dX]$/.test(bare)) return { state: 'invalid', note: 'not fifteen digits and a check character' };
  if (isniCheckCharacter(bare.slice(0, 15)) === bare[15]) return { state: 'valid', value: bare };
  return { state: 'suspect', value: bare, note: 'the check character does not hold' };
}

/**
 * The check character of fifteen digits.
 *
 * @example
 * ```ts
 * assert.equal(isniCheckCharacter('000000008126640'), '9');
 * ```
 */
export function isniCheckCharacter(digits: string): string {
  let product = 0;
  for (const digit of digits) product = ((product + Number(digit)) * 2) % 11;
  const check = (12 - product) % 11;
  return check === 10 ? 'X' : String(check);
}

/**
 * An ISNI in groups of four.
 *
 * @example
 * ```ts
 * assert.equal(printIsni('0000000081266409'), '0000 0000 8126 6409');
 * ```
 */
export function printIsni(isni: string): string {
  return isni.replace(/(.{4})(?=.)/g, '$1 ');
}
