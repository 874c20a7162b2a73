import type { SharedTables } from '../../contracts/state.ts';

/** Tables in memory, for tests. */
export function memoryTables(): SharedTables {
  return {
    async open(_, fill) {
      const rows = new Map<string, readonly (string | undefined)[]>();
      await fill({ put: (key, values) => void rows.set(key, values) });
      return rows;
    },
  };
}
