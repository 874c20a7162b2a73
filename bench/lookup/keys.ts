/** Units: keys. Source: the size the design asks for, a large catalogue's tracks or assets. */
export const keys = 5_000_000;

/** Identifiers as DSPs write them: of equal length, in no order. `7_919` shares no factor with the number of keys. */
export function keyOf(index: number): string {
  return `4iV5W9uYEdYUVa${((index * 7_919) % keys).toString(36).padStart(8, '0')}`;
}

/** ISRC, UPC and a value that is absent. */
export function valuesOf(index: number): readonly (string | undefined)[] {
  const digits = String(index).padStart(7, '0');
  return [`QZABC${digits}`, `00602${digits}`, undefined];
}
