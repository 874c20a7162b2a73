import { type Served, serve } from '@ledgerline/fakes';
import type { FakeBucket } from './fake-bucket.ts';

/** Serves a fake on a real loopback port and tells it where it is; `fake.config()` leads to it from then on. */
export async function serveBucket(fake: FakeBucket, port = 0): Promise<Served> {
  const served = await serve(fake.handlers, port);
  fake.state.endpoint = served.origin;
  return served;
}
