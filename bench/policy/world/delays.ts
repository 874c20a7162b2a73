import type { Noise } from './noise.ts';

/** A strategy's delays for one call: `next(n)` is the wait before retry `n` (0 for the first), in ms. */
export type Delays = (n: number) => number;

/** Makes the delays of one call; decorrelated kinds carry state from retry to retry. */
export type DelayModel = (noise: Noise, baseMs: number, capMs: number) => Delays;

const exponential = (baseMs: number, capMs: number, n: number) => Math.min(capMs, baseMs * 2 ** Math.min(n, 30));

export const noJitter: DelayModel = (_noise, baseMs, capMs) => (n) => exponential(baseMs, capMs, n);

export const equalJitter: DelayModel = (noise, baseMs, capMs) => (n) => {
  const half = exponential(baseMs, capMs, n) / 2;
  return half + half * noise.uniform();
};

export const fullJitter: DelayModel = (noise, baseMs, capMs) => (n) => exponential(baseMs, capMs, n) * noise.uniform();

/** The well-known decorrelated jitter: the *sample* is clamped, so mass piles up exactly at the cap. */
export const sampleClampedDecorrelated: DelayModel = (noise, baseMs, capMs) => {
  let last = baseMs;
  return () => {
    last = Math.min(capMs, noise.between(baseMs, 3 * last));
    return last;
  };
};

/** The *range* is clamped before the draw, so no mass sits on the cap. */
export const rangeClampedDecorrelated: DelayModel = (noise, baseMs, capMs) => {
  let last = baseMs;
  return () => {
    last = noise.between(baseMs, Math.max(baseMs, Math.min(capMs, 3 * last)));
    return last;
  };
};

/** cockatiel's default exponential generator as a formula: differences of 2^t * tanh(sqrt(4t)), t = n + u, scaled by 1/1.4. */
export const cockatielDefault: DelayModel = (noise, baseMs, capMs) => {
  let previous = 0;
  return (n) => {
    const t = n + noise.uniform();
    const curve = 2 ** t * Math.tanh(Math.sqrt(4 * t));
    const step = Math.max(0, curve - previous);
    previous = curve;
    return Math.min((step / 1.4) * baseMs, capMs);
  };
};

export const immediate: DelayModel = () => () => 0;
