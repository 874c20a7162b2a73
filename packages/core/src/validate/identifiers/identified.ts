/**
 * What a look at one identifier found; never an exception.
 *
 * Shape: `valid` and `suspect` carry the normalised `value`; `suspect` is the right shape with a wrong check digit or an entry missing from a
 * list, `invalid` the wrong shape. `note` says why, or what was done to a valid value.
 */
export interface Identified {
  readonly state: 'valid' | 'suspect' | 'invalid';
  readonly value?: string;
  readonly note?: string;
}

const visual = /[\s\u2010-\u2015\u2212-]+/g;

/** Removes what only serves the eye: blanks and hyphens. */
export function stripVisual(raw: string): string {
  return raw.replace(visual, '');
}

/** Upper-cases a to z and nothing else: no other letter may turn into one of these. */
export function upperAscii(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

const markers = new Set(['', '-', '--', 'N/A', 'NA', 'NULL', 'NONE', 'UNKNOWN']);

/** Whether a cell says that there is no identifier: blank, `-`, `N/A` and the like. Not for territories, where `NA` is Namibia. */
export function isAbsent(raw: string): boolean {
  return markers.has(upperAscii(raw.trim()));
}
