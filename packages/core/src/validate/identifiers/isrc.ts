import { type Identified, stripVisual, upperAscii } from './identified.ts';

const pattern = /^[A-Za-z]{2}[A-Za-z0-9]{3}\d{7}$/;

/**
 * Normalises an ISRC: two letters, three letters or digits, two digits of the year, five of the designation; there is no check digit.
 *
 * Blanks, hyphens, case and a leading `ISRC` are presentation. The first letters name an agency, not a territory: `QM`, `QZ`, `QT` and `ZZ`
 * are as good as `US`, and nothing is derived from them. Source: isrc.ifpi.org, structure of the ISRC.
 *
 * @example
 * ```ts
 * assert.deepEqual(identifyIsrc('de-zz1-26-00001'), { state: 'valid', value: 'DEZZ12600001' });
 * ```
 */
export function identifyIsrc(raw: string): Identified {
  const code = stripVisual(raw);
  const bare = code.length === 12 ? code : code.replace(/^ISRC:?(?=.{12}$)/i, '');
  if (pattern.test(bare)) return { state: 'valid', value: upperAscii(bare) };
  if (bare.length === 12)
    return { state: 'invalid', note: 'twelve characters, but letters and digits are not where an ISRC has them' };
  return { state: 'invalid', note: 'not twelve characters' };
}

/**
 * Normalises a list of ISRCs separated by `|`, in order, none left out; empty members are dropped.
 *
 * Source: DDEX DSR profiles, record versions AS01.01 and AS02.02.
 *
 * @example
 * ```ts
 * assert.equal(identifyIsrcs('DEZZ12600001|DEZZ12600002').length, 2);
 * ```
 */
export function identifyIsrcs(raw: string): readonly Identified[] {
  return raw
    .split('|')
    .filter((member) => member.trim() !== '')
    .map(identifyIsrc);
}

/**
 * An ISRC with the customary hyphens: `AA-6Q7-20-00047`.
 *
 * @example
 * ```ts
 * assert.equal(printIsrc('AA6Q72000047'), 'AA-6Q7-20-00047');
 * ```
 */
export function printIsrc(isrc: string): string {
  return `${isrc.slice(0, 2)}-${isrc.slice(2, 5)}-${isrc.slice(5, 7)}-${isrc.slice(7)}`;
}
