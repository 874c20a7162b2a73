import type { BackoffKind } from '../contracts/policy.ts';

export interface BackoffCurve {
  readonly kind: BackoffKind;
  readonly baseMs: number;
  readonly maxMs: number;
}

/**
 * The delay before retry `n` (0 for the first); pure.
 *
 * Units: integer ms. `u` is uniform in [0, 1); `previousMs` is the delay before, for `decorrelated`, whose range is
 * clamped rather than its sample, so that no mass sits on the cap.
 */
export function backoffMs(curve: BackoffCurve, n: number, u: number, previousMs: number = curve.baseMs): number {
  const { kind, baseMs, maxMs } = curve;
  if (kind === 'decorrelated') {
    const high = Math.max(baseMs, Math.min(maxMs, 3 * previousMs));
    return Math.floor(baseMs + u * (high - baseMs));
  }
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(n, 30));
  if (kind === 'none') return ceiling;
  const drawn = kind === 'full' ? u * ceiling : ceiling / 2 + (u * ceiling) / 2;
  // The largest u below 1 may round up to the ceiling itself.
  return Math.min(ceiling - 1, Math.floor(drawn));
}

/** Positive jitter on top of a server's floor, so that callers do not return in one instant. Units: integer ms. */
export function spreadMs(
  spread: { readonly ratio: number; readonly minMs: number; readonly maxMs: number },
  floorMs: number,
  u: number,
): number {
  if (spread.ratio === 0 || floorMs === 0) return 0;
  return Math.floor(u * Math.min(spread.maxMs, Math.max(spread.minMs, spread.ratio * floorMs)));
}

/** How long a gate stays blocked without a hint, at its `k`-th opening in a row (k >= 1). Units: integer ms. */
export function openingMs(openBaseMs: number, openMaxMs: number, k: number, u: number): number {
  return openBaseMs + Math.floor(u * Math.min(openMaxMs, openBaseMs * 2 ** Math.min(k, 20)));
}

/** Makes a foreign delay safe: whatever no timer could keep becomes the longest delay. */
export function sanitiseDelay(durationMs: number, maxMs: number): number {
  return Number.isFinite(durationMs) && durationMs >= 0 ? Math.min(maxMs, Math.ceil(durationMs)) : maxMs;
}
