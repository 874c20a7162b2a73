import { type Served, serve } from '@ledgerline/fakes';
import type { FakeYoutube } from './fake-youtube.ts';

export { type Served, serve };

/** Serves a fake and tells it where it is; `fake.config()` leads to it from then on. */
export async function serveYoutube(fake: FakeYoutube, { port = 0 } = {}): Promise<Served> {
  const served = await serve(fake.handlers, port);
  fake.state.origin = served.origin;
  return served;
}
