import { type Served, serve } from '@ledgerline/fakes';
import type { FakeSpotify } from './fake-spotify.ts';

export { type Served, serve };

/** A fake on two loopback ports: one for API and accounts, one for storage. */
export interface ServedSpotify {
  readonly api: string;
  readonly storage: string;
  close(): Promise<void>;
}

/** Serves a fake and tells it where it is; `fake.bulkConfig()` leads to it from then on. */
export async function serveSpotify(fake: FakeSpotify, { port = 0, storagePort = 0 } = {}): Promise<ServedSpotify> {
  const api = await serve(fake.handlers, port);
  const storage = await serve(fake.handlers, storagePort);
  Object.assign(fake.state.origins, { api: api.origin, accounts: api.origin, storage: storage.origin });
  return {
    api: api.origin,
    storage: storage.origin,
    async close() {
      await Promise.all([api.close(), storage.close()]);
    },
  };
}
