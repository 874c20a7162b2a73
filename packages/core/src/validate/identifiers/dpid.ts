import { type Identified, stripVisual, upperAscii } from './identified.ts';
import { hasCheckCharacter } from './mod-37-36.ts';

/**
 * Normalises a DDEX party id: `PADPIDA`, ten digits, one more character.
 *
 * That the last character is ISO 7064 Mod 37,36 over the others is not documented, but holds for every id of a large party that was tried;
 * therefore a mismatch, or another length, is suspect and never an error. Source: DDEX data types; check observed.
 *
 * @example
 * ```ts
 * assert.equal(identifyDpid('PA-DPIDA-2007040502-I').value, 'PADPIDA2007040502I');
 * ```
 */
export function identifyDpid(raw: string): Identified {
  const value = upperAscii(stripVisual(raw));
  if (!/^PADPIDA[A-Z0-9]+$/.test(value)) return { state: 'invalid', note: 'does not start with PADPIDA' };
  if (!/^PADPIDA\d{10}[A-Z0-9]$/.test(value)) {
    return { state: 'suspect', value, note: 'not ten digits and a character after PADPIDA' };
  }
  if (hasCheckCharacter(value)) return { state: 'valid', value };
  return { state: 'suspect', value, note: 'the check character does not hold' };
}
