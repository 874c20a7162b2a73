import type { World } from './world.ts';

/** A signal that aborts as the nth request from now is sent. */
export function stopAtRequest(world: World, nth: number): AbortSignal {
  const stop = new AbortController();
  let sent = 0;
  world.wire.onRequest = () => {
    sent += 1;
    if (sent === nth) stop.abort();
  };
  return stop.signal;
}
