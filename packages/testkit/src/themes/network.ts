import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Theme } from '../check.ts';
import type { ConnectorKit } from '../connector-kit.ts';

/** Where Node tells of every way out: its own client sockets and the requests of `fetch`. */
const channels = ['net.client.socket', 'undici:request:create', 'http.client.request.start'];

/** Runs `act` and gives the ways out that were taken meanwhile besides the one that was handed in. */
export async function waysOut(act: () => Promise<unknown>): Promise<readonly string[]> {
  const seen: string[] = [];
  const note = (_: unknown, name: string | symbol): void => void seen.push(String(name));
  const original = globalThis.fetch;
  const watched: typeof globalThis.fetch = (...parameters) => {
    seen.push('the global fetch');
    return original(...parameters);
  };
  for (const channel of channels) subscribe(channel, note);
  globalThis.fetch = watched;
  try {
    await act();
  } finally {
    if (globalThis.fetch === watched) globalThis.fetch = original;
    for (const channel of channels) unsubscribe(channel, note);
  }
  return [...new Set(seen)];
}

export const networkTheme: Theme<ConnectorKit> = (kit) => [
  {
    id: 'network/only-http',
    title: 'everything goes out through `ctx.http`: no fetch, socket or client of its own',
    run: () =>
      kit.inWorld(async (world) => {
        const seen = await waysOut(() => world.run());
        assert.deepEqual(seen, [], 'requests that no policy, audit or redaction has seen');
      }),
  },
];
