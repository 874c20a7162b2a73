/** A seeded stream for the world's own randomness (latencies, arrivals, failures), never shared with the engine's draws. */
export interface Noise {
  /** Uniform in [0, 1). */
  uniform(): number;
  between(low: number, high: number): number;
  normal(mean: number, deviation: number): number;
}

/** Creates a stream; equal names and seeds give equal streams. */
export function createNoise(name: string, seed: number): Noise {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = 1;
  // sfc32, a small generator of the PractRand family, is fast and good enough for latencies.
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (const character of `${name}/${seed}`) {
    a ^= character.charCodeAt(0) * 0x01000193;
    next();
  }
  for (let warm = 0; warm < 16; warm += 1) next();
  return {
    uniform: next,
    between: (low, high) => low + (high - low) * next(),
    normal(mean, deviation) {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return mean + deviation * radius * Math.cos(2 * Math.PI * next());
    },
  };
}
