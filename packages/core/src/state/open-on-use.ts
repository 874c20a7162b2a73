import type { StateStore } from '../contracts/state.ts';

/** A state store that is opened when it is first asked for something; whoever never asks needs none. */
export function openOnUse(open: () => StateStore): StateStore {
  let opened: StateStore | undefined;
  const store = (): StateStore => {
    opened ??= open();
    return opened;
  };
  return {
    get: async (space, key) => store().get(space, key),
    list: async (space, prefix) => store().list(space, prefix),
    write: async (changes) => store().write(changes),
    close: async () => opened?.close(),
  };
}
