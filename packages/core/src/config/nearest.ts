import { closest, distance } from 'fastest-levenshtein';

/** The known name that was probably meant, or undefined when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || name === '') return undefined;
  const best = closest(name, known);
  const near = distance(name.toLowerCase(), best.toLowerCase()) <= Math.max(1, Math.floor(name.length / 3));
  return near ? best : undefined;
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
}
