import type { HttpHandler } from 'msw';
import { createFaultProxy, type FaultProxy, type Toxics } from './fault-proxy.ts';
import { originHeader, serveHandlers } from './serve-handlers.ts';

/** A fake DSP behind a network that misbehaves, on real sockets. */
export interface Hostile {
  /** Sends every request, whatever its origin, through the proxy; to be given to `createLedgerline`. */
  readonly fetch: typeof globalThis.fetch;
  readonly proxy: FaultProxy;
  close(): Promise<void>;
}

/** Serves the handlers of a mock on loopback behind a fault proxy. */
export async function hostile(handlers: readonly HttpHandler[], toxics: Toxics): Promise<Hostile> {
  const served = await serveHandlers(handlers);
  const proxy = await createFaultProxy({ upstream: { host: '127.0.0.1', port: served.port }, toxics });
  return {
    proxy,
    fetch: (input, init) => {
      const request = new Request(input, init);
      const { origin, pathname, search } = new URL(request.url);
      const headers = new Headers(request.headers);
      headers.set(originHeader, origin);
      // A connection of its own for every request, so that each has the faults it is meant to have.
      headers.set('connection', 'close');
      const body = init?.body === undefined ? {} : { body: init.body };
      const { method, redirect, signal } = request;
      return fetch(`http://${proxy.host}:${proxy.port}${pathname}${search}`, {
        method,
        headers,
        redirect,
        signal,
        ...body,
      });
    },
    async close() {
      await proxy.close();
      await served.close();
    },
  };
}
