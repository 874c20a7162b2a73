import type { Identified } from './identified.ts';

/** An id of a named scheme, `ISNI::0000000081266409`; `value` is the whole text. */
export interface NamespacedId extends Identified {
  readonly namespace?: string;
  readonly id?: string;
}

/**
 * Splits `namespace::id` at the first `::`; the id may itself contain colons and is compared as it stands.
 *
 * Source: dsr1.ddex.net, delimiters.
 *
 * @example
 * ```ts
 * assert.equal(identifyNamespaced('ISNI::0000000081266409').namespace, 'ISNI');
 * ```
 */
export function identifyNamespaced(raw: string): NamespacedId {
  const value = raw.trim();
  const at = value.indexOf('::');
  if (at <= 0) return { state: 'invalid', note: 'no namespace before "::"' };
  const namespace = value.slice(0, at).trim();
  const id = value.slice(at + 2).trim();
  if (namespace === '' || id === '') return { state: 'invalid', note: 'nothing on one side of "::"' };
  return { state: 'valid', value: `${namespace}::${id}`, namespace, id };
}

/**
 * Splits a list separated by `|`; an empty member is legal and stays in its place as `undefined`.
 *
 * @example
 * ```ts
 * assert.equal(identifyNamespacedList('ISNI::0000000081266409||IPI::1').length, 3);
 * ```
 */
export function identifyNamespacedList(raw: string): readonly (NamespacedId | undefined)[] {
  return raw.split('|').map((member) => (member.trim() === '' ? undefined : identifyNamespaced(member)));
}
