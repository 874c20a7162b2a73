/**
 * Why a file may still be written, or undefined when it has been left alone for long enough.
 *
 * Units: epoch ms. A time that lies in the future (another clock, another zone) tells nothing about its age, so such a file waits until that
 * instant unless no age is asked for.
 */
export function unsettledWhy(modifiedMs: number, minAgeMs: number, nowMs: number): string | undefined {
  const ageMs = nowMs - modifiedMs;
  if (minAgeMs <= 0 || ageMs >= minAgeMs) return undefined;
  if (ageMs >= 0) return `it changed less than ${minAgeMs} ms ago`;
  return `its time, ${new Date(modifiedMs).toISOString()}, lies in the future; check the clocks, or set minAgeMs: 0`;
}
