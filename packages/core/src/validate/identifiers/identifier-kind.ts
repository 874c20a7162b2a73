import { identifyDpid } from './dpid.ts';
import { identifyGrid } from './grid.ts';
import { identifyGtin } from './gtin.ts';
import type { Identified } from './identified.ts';
import { identifyIsrc } from './isrc.ts';
import { identifyIswc } from './iswc.ts';

export type IdentifierKind = 'grid' | 'dpid' | 'isrc' | 'iswc' | 'gtin';

const inOrder: readonly (readonly [IdentifierKind, (raw: string) => Identified])[] = [
  ['grid', identifyGrid],
  ['dpid', identifyDpid],
  ['isrc', identifyIsrc],
  ['iswc', identifyIswc],
  ['gtin', identifyGtin],
];

/**
 * Tells what an identifier without a label is: the first scheme whose shape it has. Only a whole GTIN counts as one.
 *
 * @example
 * ```ts
 * assert.equal(identify('DE-ZZ1-26-00001').kind, 'isrc');
 * ```
 */
export function identify(raw: string): (Identified & { readonly kind: IdentifierKind }) | undefined {
  for (const [kind, look] of inOrder) {
    const found = look(raw);
    if (found.state === 'invalid' || (kind === 'gtin' && !('scheme' in found))) continue;
    return { kind, ...found };
  }
  return undefined;
}
