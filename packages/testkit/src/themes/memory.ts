import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Theme } from '../check.ts';
import type { ConnectorKit } from '../connector-kit.ts';
import type { World } from '../world/world.ts';

/** Units: rows of the largest document. */
const fewRows = 15_000;
const timesMore = 10;

/** What is held is held every time, while what the engine has not let go yet differs: the least of so many measurements counts. */
const attempts = 3;

/**
 * Units: bytes that a document of ten times the rows may need more: chunks on their way, of which a short one has none left when it is measured,
 * and full buffers. Less than it is itself, decoded.
 */
const spareBytes = 8 * 1024 * 1024;

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('This engine does not let its garbage be collected on request.');
  return () => {
    collect();
    collect(); // buffers of the first are swept beside the program, and counted as held until the second begins
  };
}

/** The most that is held while the documents are read, garbage not counted. Units: bytes. */
async function mostHeld(kit: ConnectorKit, rows: number, collect: () => void): Promise<number> {
  const scenario = async (world: World): Promise<number> => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    let [most, seen] = [0, 0];
    await world.run({
      onEvent: ({ type }) => {
        if (type !== 'sync.progress') return;
        seen += 1;
        if (seen % 2 === 0) return;
        collect();
        const now = process.memoryUsage();
        most = Math.max(most, now.heapUsed + now.external - heapUsed - external);
      },
    });
    return most;
  };
  // One report at a time: a fake makes the next document in memory while this one is read.
  return kit.inWorld(scenario, { rows, concurrency: 1 });
}

export const memoryTheme: Theme<ConnectorKit> = (kit) => [
  {
    id: 'memory/flat',
    title: 'a document of ten times the rows needs no more memory',
    run: async () => {
      const collect = collector();
      await mostHeld(kit, fewRows, collect); // what is loaded and compiled once is not the documents' fault
      let grown = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < attempts && grown > spareBytes; attempt += 1) {
        const few = await mostHeld(kit, fewRows, collect);
        grown = Math.min(grown, (await mostHeld(kit, fewRows * timesMore, collect)) - few);
      }
      const grownMiB = Math.round(grown / 1024 / 1024);
      assert.ok(grown <= spareBytes, `${timesMore} times the rows hold ${grownMiB} MiB more while they are read`);
    },
  },
];
