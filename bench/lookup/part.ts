import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLookupTables } from '../../packages/core/src/state/lookup-tables.ts';
import { createSystemClock } from '../../packages/core/src/time/system-clock.ts';
import { keyOf, keys, valuesOf } from './keys.ts';

/** What both ways have in common. */
interface Candidate {
  put(key: string, values: readonly (string | undefined)[]): void;
  seal(): void;
  get(key: string): readonly (string | undefined)[] | undefined;
  close(): void;
}

/** What one way did. Units: gets a second, ms, MiB. */
export interface PartFigures {
  readonly scatteredPerSecond: number;
  readonly repeatedPerSecond: number;
  readonly fillMs: number;
  readonly peakRssMib: number;
}

/** Gets of keys all over the table, and of the few thousand that the rows of one report repeat. */
const scattered = { gets: 300_000, among: keys };
const repeated = { gets: 500_000, among: 4_000 };

/** Units: gets. Keys are made outside of the measured time, so many at once. */
const chunk = 200;

function createMapCandidate(): Candidate {
  const map = new Map<string, readonly (string | undefined)[]>();
  return {
    put: (key, values) => map.set(key, values),
    seal() {},
    get: (key) => map.get(key),
    close: () => map.clear(),
  };
}

function measure(candidate: Candidate): PartFigures {
  const clock = createSystemClock();
  const began = clock.mono();
  for (let index = 0; index < keys; index += 1) candidate.put(keyOf(index), valuesOf(index));
  candidate.seal();
  const fillMs = Math.round(clock.mono() - began);
  const perSecond = ({ gets, among }: typeof scattered): number => {
    let spentMs = 0;
    for (let first = 0; first < gets; first += chunk) {
      const wanted = Array.from({ length: chunk }, (_, offset) => ((first + offset) * 104_729) % among);
      const asked = wanted.map(keyOf);
      const from = clock.mono();
      const found = asked.map((key) => candidate.get(key));
      spentMs += clock.mono() - from;
      const wrong = found.findIndex((values, offset) => values?.[0] !== valuesOf(wanted[offset] ?? 0)[0]);
      if (wrong >= 0) throw new Error(`key ${wanted[wrong]} was not found again`);
    }
    return Math.round((gets / spentMs) * 1000);
  };
  const figures = { fillMs, scatteredPerSecond: perSecond(scattered), repeatedPerSecond: perSecond(repeated) };
  candidate.close();
  return { ...figures, peakRssMib: Math.round(process.resourceUsage().maxRSS / 1024) };
}

const folder = mkdtempSync(join(tmpdir(), 'ledgerline-bench-lookup-'));
try {
  const table = createLookupTables({ folder }).create('bench');
  console.log(JSON.stringify(measure(process.argv[2] === 'map' ? createMapCandidate() : table)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
