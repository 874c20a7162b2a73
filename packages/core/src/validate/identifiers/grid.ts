import { type Identified, stripVisual, upperAscii } from './identified.ts';
import { hasCheckCharacter } from './mod-37-36.ts';

/**
 * Normalises a GRid (a release): `A1`, five characters of the issuer, ten of the release, one check character.
 *
 * Hyphens and a leading `GRid:` are presentation; a wrong check character is suspect. Source: GRid standard, ISO 7064 Mod 37,36.
 *
 * @example
 * ```ts
 * assert.equal(identifyGrid('A1-2425G-ABC1234002-M').state, 'valid');
 * ```
 */
export function identifyGrid(raw: string): Identified {
  const bare = upperAscii(stripVisual(raw)).replace(/^GRID:?(?=A1)/, '');
  if (!/^A1[A-Z0-9]{16}$/.test(bare)) return { state: 'invalid', note: 'not A1 and sixteen letters or digits' };
  if (hasCheckCharacter(bare)) return { state: 'valid', value: bare };
  return { state: 'suspect', value: bare, note: 'the check character does not hold' };
}

/**
 * A GRid with the customary hyphens: `A1-2425G-ABC1234002-M`.
 *
 * @example
 * ```ts
 * assert.equal(printGrid('A12425GABC1234002M'), 'A1-2425G-ABC1234002-M');
 * ```
 */
export function printGrid(grid: string): string {
  return `${grid.slice(0, 2)}-${grid.slice(2, 7)}-${grid.slice(7, 17)}-${grid.slice(17)}`;
}
