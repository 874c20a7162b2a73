import { createHash } from 'node:crypto';

/** What a draw is for; the same purpose at the same place always draws the same number. */
export interface Draw {
  readonly scope: string;
  readonly callId: string;
  readonly attempt: number;
  readonly purpose: string;
}

/** Counter-based randomness: a pure function of the seed and the draw, independent of order. */
export interface Rng {
  readonly seed: string;
  /** Uniform in [0, 1). */
  uniform(draw: Draw): number;
}

/** Creates the random source of a run; the same seed gives the same draws in any order. */
export function createRng(seed: string | number): Rng {
  const text = String(seed);
  return {
    seed: text,
    uniform({ scope, callId, attempt, purpose }) {
      const message = `ledgerline-rng-v1\n${[text, scope, callId, attempt, purpose].join('\n')}`;
      const digest = createHash('sha256').update(message).digest();
      return Number(digest.readBigUInt64BE(0) >> 11n) / 2 ** 53;
    },
  };
}
