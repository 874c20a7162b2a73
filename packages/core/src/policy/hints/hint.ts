/** Where arithmetic on waits saturates: ten years. Units: ms. */
export const ceilingMs = 10 * 365.25 * 86_400_000;

/** Earliest time a server declared, anchored at the receipt of its headers. */
export interface Hint {
  readonly source: string;
  readonly raw: string;
  /** 0 means the server named no later instant. */
  readonly floorMs: number;
  /** How an absolute instant was corrected: by the server's own `Date`, or not at all. */
  readonly skew: 'none' | 'date' | 'unknown';
  readonly suspicious: boolean;
}

/** A field that looked like a hint and was not one; treated as absent. */
export interface Ignored {
  readonly source: string;
  readonly reason: string;
}

/** What the answer's own clock and ours said at receipt. Units: epoch ms. */
export interface Receipt {
  readonly wallMs: number;
  /** The server's `Date`, when it may be trusted. */
  readonly dateMs: number | undefined;
}

export type Floor = { readonly floorMs: number; readonly skew: Hint['skew'] } | { readonly malformed: string };

export function saturate(ms: number): number {
  return Math.min(Math.max(0, Math.ceil(ms)), ceilingMs);
}

/** Time from receipt to an absolute instant, on the server's clock when it can be trusted and on ours otherwise. */
export function untilInstant(targetMs: number, receipt: Receipt): Floor {
  const { dateMs, wallMs } = receipt;
  const trusted = dateMs !== undefined && dateMs - targetMs <= 366 * 86_400_000;
  return trusted
    ? { floorMs: saturate(targetMs - dateMs), skew: 'date' }
    : { floorMs: saturate(targetMs - wallMs), skew: 'unknown' };
}
