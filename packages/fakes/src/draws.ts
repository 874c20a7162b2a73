/** A seeded stream of numbers; the same seed gives the same stream on every machine. */
export interface Draws {
  /** A whole number in [0, below). */
  int(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** An index in [0, below), the low ones far more often, as plays spread over countries and tracks. */
  zipf(below: number): number;
}

function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return state >>> 0;
}

/** Cumulated 1/rank weights, scaled to whole numbers once per length. */
function createZipfTable(below: number): Float64Array {
  const table = new Float64Array(below);
  let sum = 0;
  for (let rank = 0; rank < below; rank += 1) {
    sum += 1 / (rank + 1);
    table[rank] = sum;
  }
  return table;
}

export function createDraws(...seed: readonly (string | number)[]): Draws {
  let state = hash(seed.join('\n'));
  const tables = new Map<number, Float64Array>();
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (below: number): number => Math.floor(uniform() * below);
  return {
    int,
    pick: <T>(from: readonly T[]): T => from[int(from.length)] as T,
    zipf(below) {
      const table = tables.get(below) ?? createZipfTable(below);
      tables.set(below, table);
      const aim = uniform() * (table[below - 1] ?? 0);
      let low = 0;
      let high = below - 1;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((table[middle] ?? 0) < aim) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
