/** The numbers 1 to `count`, or `most` of them spread evenly with both ends. */
export function sampled(count: number, most: number): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index + 1);
  const step = (count - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => 1 + Math.round(index * step));
}
