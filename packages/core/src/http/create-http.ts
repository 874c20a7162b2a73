import type { AuthContext, Http, HttpReply, HttpRequest } from '../contracts/http.ts';
import type { Body, OpenBody } from '../contracts/source.ts';
import { bufferReply } from './buffer-reply.ts';
import { exchange } from './exchange.ts';
import type { HttpOptions } from './http-setup.ts';
import { Spool } from './spool.ts';
import { Staging } from './staging.ts';

/** Http with a lifetime: `close` stops what is under way and removes every staging file. */
export interface HttpInstance extends Http {
  close(): Promise<void>;
}

/** Creates the way out over HTTP of one connector and account. */
export function createHttp(options: HttpOptions): HttpInstance {
  const setup: HttpOptions = Object.freeze({ ...options });
  const closing = new AbortController();
  const stop = AbortSignal.any([setup.signal, closing.signal]);
  const spools = new Set<Spool>();
  let readings = 0;

  const context: AuthContext = {
    request: (request) => send({ ...request, auth: false }),
    wallMs: () => setup.clock.wall(),
  };

  function send(request: HttpRequest): Promise<HttpReply> {
    return exchange(setup, context, {
      locate: async () => request,
      signal: stop,
      headers: () => ({}),
      accepts: (status) => request.accept?.includes(status) === true,
      consume: (arrival) => bufferReply(arrival, request.method ?? 'GET'),
    });
  }

  async function* download(object: string, locate: () => Promise<HttpRequest>, opened: OpenBody) {
    const signal = AbortSignal.any([stop, opened.signal]);
    readings += 1;
    const identity = [setup.dsp, setup.account, object];
    const spool = await Spool.open({ folder: setup.spoolFolder, identity, reading: readings });
    spools.add(spool);
    try {
      const staging = new Staging(object, spool);
      await exchange(setup, context, {
        locate,
        signal,
        headers: () => staging.headers(),
        accepts: (status) => status === 416, // a range that cannot be satisfied may mean that nothing is missing
        consume: (arrival) => staging.take(arrival),
      });
      for (const item of staging.evidence()) opened.observer.evidence(item);
      for (const { code, message } of staging.remarks()) opened.observer.finding(code, message);
      yield* spool.stream(signal);
    } finally {
      spools.delete(spool);
      await spool.close();
    }
  }

  return {
    request: send,
    download(object, locate): Body {
      const fresh = typeof locate === 'function' ? locate : async () => locate;
      return { object, open: (opened) => download(object, fresh, opened) };
    },
    async close() {
      closing.abort();
      await Promise.all([...spools].map((spool) => spool.close()));
    },
  };
}
