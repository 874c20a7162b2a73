import type { RateWindow } from '../../contracts/policy.ts';

const microToken = 1_000_000;

/** Bounds admissions over time; asked before every send, told of every send. Units: integer ms. */
export interface AdmissionWindow {
  readonly id: string;
  /** The earliest instant at which one more admission keeps the bound. */
  roomAt(now: number): number;
  take(now: number): void;
}

/** Creates the state of one declared limit. */
export function createAdmissionWindow(limit: RateWindow): AdmissionWindow {
  return limit.kind === 'sliding'
    ? slidingWindow(limit.id, limit.limit, limit.perMs + (limit.guardMs ?? 0))
    : tokenBucket(limit.id, limit.ratePerSec, limit.burst);
}

/** Never more than `limit` admissions in any interval of `spanMs`: a ring of the last ones. */
function slidingWindow(id: string, limit: number, spanMs: number): AdmissionWindow {
  const sent: number[] = [];
  let next = 0;
  return {
    id,
    roomAt(now) {
      const oldest = sent.length < limit ? undefined : sent[next];
      return oldest === undefined ? now : Math.max(now, oldest + spanMs);
    },
    take(now) {
      sent[next] = now;
      next = (next + 1) % limit;
    },
  };
}

/** A token bucket counted in integer micro-tokens, with the remainder carried, so that no rounding adds up. */
function tokenBucket(id: string, ratePerSec: number, burst: number): AdmissionWindow {
  const perSecond = Math.max(1, Math.round(ratePerSec * microToken));
  const capacity = Math.round(burst * microToken);
  let tokens = capacity;
  let remainder = 0;
  let at: number | undefined;
  const fill = (now: number) => {
    const elapsedMs = Math.min(now - (at ?? now), Math.ceil((capacity * 1000) / perSecond));
    at = now;
    const grown = elapsedMs * perSecond + remainder;
    tokens = Math.min(capacity, tokens + Math.floor(grown / 1000));
    remainder = tokens === capacity ? 0 : grown % 1000;
  };
  return {
    id,
    roomAt(now) {
      fill(now);
      if (tokens >= microToken) return now;
      return now + Math.ceil(((microToken - tokens) * 1000 - remainder) / perSecond);
    },
    take(now) {
      fill(now);
      tokens -= microToken;
    },
  };
}
