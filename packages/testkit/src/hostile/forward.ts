import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Spoiling } from './toxic.ts';

/** Units: bytes read ahead of the client; enough for latency to delay a stream without throttling it. */
const windowBytes = 1024 * 1024;

export interface Forwarding {
  readonly from: Socket;
  readonly to: Socket;
  readonly spoiling: Spoiling;
  /** Aborts when either side is gone. */
  readonly signal: AbortSignal;
}

/** Forwards the bytes of an answer with everything that is to go wrong; settles when nothing more will be forwarded. */
export async function forward({ from, to, spoiling, signal }: Forwarding): Promise<void> {
  const { delayMs, bytesPerSecond, sliceBytes, endAfterBytes, end, closeDelayMs } = spoiling;
  let sent = 0;
  let freeAt = performance.now();
  let tail = Promise.resolve();
  let underWay = 0;

  async function deliver(chunk: Buffer, due: number): Promise<void> {
    await until(due, signal);
    for (let at = 0; at < chunk.length && sent < endAfterBytes; ) {
      const slice = chunk.subarray(at, at + Math.min(sliceBytes, endAfterBytes - sent));
      await until(freeAt, signal);
      freeAt = Math.max(freeAt, performance.now()) + (slice.length / bytesPerSecond) * 1000;
      at += slice.length;
      sent += slice.length;
      if (!to.write(slice)) await once(to, 'drain', { signal });
      if (at < chunk.length) await nextTurn(undefined, { signal });
    }
    underWay -= chunk.length;
  }

  if (endAfterBytes > 0) {
    for await (const chunk of from.iterator({ destroyOnReturn: false })) {
      underWay += chunk.length;
      const due = performance.now() + delayMs;
      tail = tail.then(() => deliver(chunk, due));
      tail.catch(() => undefined); // awaited below; a client that leaves in between is nobody's failure
      if (underWay >= windowBytes || sent + underWay >= endAfterBytes) await tail;
      if (sent >= endAfterBytes) break;
    }
    await tail;
  } else await once(from, 'readable', { signal });

  if (sent < endAfterBytes || end === 'limit-data') {
    await until(performance.now() + closeDelayMs, signal);
    to.end();
  } else if (end === 'reset') to.resetAndDestroy();
  else await once(to, 'close', { signal });
}

async function until(due: number, signal: AbortSignal): Promise<void> {
  const waitMs = due - performance.now();
  if (waitMs > 0) await sleep(waitMs, undefined, { signal });
}
