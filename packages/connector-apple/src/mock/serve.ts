import { type Served, serve } from '@ledgerline/fakes';
import type { FakeApple } from './fake-apple.ts';

export { type Served, serve };

/** Serves a fake on a loopback port and tells it where it is; `fake.config()` leads to it from then on. */
export async function serveApple(fake: FakeApple, { port = 0 } = {}): Promise<Served> {
  const served = await serve(fake.handlers, port);
  fake.state.origin = served.origin;
  return served;
}
